use super::*;

fn caption() -> Caption {
    Caption {
        id: "c".into(),
        title: "Mai puține <victime> & \"mai\" tinere".into(),
        description: "Coloane pe ani".into(),
        lang: Lang::Ro,
    }
}

fn labels(n: usize) -> Vec<String> {
    (0..n).map(|i| (2003 + i).to_string()).collect()
}

fn series(name: &str, points: &[Point]) -> Series {
    Series {
        name: name.into(),
        points: points.to_vec(),
        ink: Ink::Petrol,
    }
}

fn all(points: &[Point]) -> Vec<String> {
    let caption = caption();
    let labels = labels(points.len());
    let two = [series("Copii", points), series("Adulți", points)];
    let rows: Vec<Bar> = points
        .iter()
        .map(|p| Bar {
            label: "Condamnați".into(),
            point: *p,
            ink: Ink::Deep,
        })
        .collect();
    [Size::Wide, Size::Narrow]
        .into_iter()
        .flat_map(|size| {
            [
                line(&caption, &labels, &two, size),
                stacked(&caption, &labels, &two, size),
                grouped(&caption, &labels, &two, size),
                bars(&caption, &rows, size),
            ]
        })
        .collect()
}

#[test]
fn every_chart_obeys_the_policy_and_says_what_it_is() {
    let points = [
        Point::Value(1780),
        Point::Hidden,
        Point::Missing,
        Point::Value(0),
        Point::Value(451),
    ];
    for svg in all(&points) {
        assert!(!svg.contains("style=") && !svg.contains("<script") && !svg.contains("class="));
        assert!(
            svg.contains("role=\"img\"") && svg.contains("<title id=") && svg.contains("<desc id=")
        );
        assert!(svg.contains("&lt;victime&gt; &amp; &quot;mai&quot;"));
        assert!(svg.contains("url(#"), "what is hidden is hatched: {svg}");
        assert!(
            !svg.contains("=\"-") && !svg.contains("M-"),
            "nothing is drawn outside: {svg}"
        );
    }
}

#[test]
fn numbers_are_written_in_the_language() {
    let svg = line(
        &caption(),
        &labels(1),
        &[series("Victime", &[Point::Value(1780)])],
        Size::Wide,
    );
    assert!(svg.contains("Victime 1.780"), "{svg}");
}

#[test]
fn charts_of_nothing_and_of_the_largest_number_are_drawn() {
    for points in [
        &[][..],
        &[Point::Missing][..],
        &[Point::Value(u32::MAX)][..],
    ] {
        assert_eq!(all(points).len(), 8);
    }
}
