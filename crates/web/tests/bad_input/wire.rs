//! What only shows on the wire: a body that is refused before it is sent.

use crate::client::World;
use punte_app::Lang;
use punte_web::ServeOptions;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

async fn status(address: std::net::SocketAddr, head: &str, then: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server may have closed already: that is what is tested.
    let _ = stream.write_all(then).await;
    let mut answer = vec![0; 64];
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut answer));
    let count = read.await.expect("an answer before the body").unwrap();
    String::from_utf8_lossy(&answer[..count]).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_over_the_cap_is_413_before_it_is_read() {
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = ServeOptions {
        https: false,
        default_lang: Lang::Ro,
        personas: Vec::new(),
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let stopped = async {
        let _ = stopped.await;
    };
    let server = tokio::spawn(punte_web::serve_on(
        world.house.app.clone(),
        listener,
        options,
        stopped,
    ));
    let head = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    // Declared: not one byte of it is sent, and the answer is there.
    let declared = format!("{head}Content-Length: 1000000000\r\n\r\n");
    assert!(
        status(address, &declared, b"")
            .await
            .starts_with("HTTP/1.1 413")
    );
    // Undeclared: it is cut off where the cap is, not where it ends.
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    let chunk = [b"2000\r\n".as_slice(), &[b'a'; 0x2000], b"\r\n"].concat();
    assert!(
        status(address, &chunked, &chunk)
            .await
            .starts_with("HTTP/1.1 413")
    );
    // A header beyond any of ours.
    let long = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a={}\r\n\r\n",
        "b".repeat(9_000)
    );
    assert!(
        status(address, &long, b"")
            .await
            .starts_with("HTTP/1.1 431")
    );
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
