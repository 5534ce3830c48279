//! The attacker who has everything but the other people's passphrases: all rows, no policy, and somebody's own keys tried
//! on every entry there is. Written apart from the application, so that a wall which only the application keeps falls here.

use ciborium::Value;
use punte_domain::id::UserId;
use punte_store::Store;
use punte_testkit::installation::PASSPHRASE;
use punte_vault::{
    Bound, Holder, Purpose, StreamKey, UnitKeys, UserKeys, WrapContext, passphrase, wrap,
};
use std::collections::BTreeSet;

/// Numbers of the tables, as the portable form has them.
const ENTRIES: i128 = 2;
const WRAPS: i128 = 3;
const MEMBERSHIPS: i128 = 11;
const LOCKS: i128 = 12;
/// Version of the sealed frame around an entry's body.
const FRAME: u16 = 1;
const ROW: u8 = 1;
const LEAF: u8 = 2;

/// A compartment: stream, kind, owner.
pub type Compartment = ([u8; 16], u8, [u8; 16]);

/// A record of the portable form: table 0 is a leaf, otherwise a row.
#[derive(Debug, Clone)]
pub struct Record {
    /// Number of the table.
    pub table: i128,
    /// The cells; of a leaf its index and its bytes.
    pub cells: Vec<Value>,
}

/// Everything that is stored.
///
/// # Panics
/// When it can't be read.
pub async fn everything(store: &Store) -> Vec<Record> {
    let mut bytes = Vec::new();
    store.dump_to(&mut bytes).await.expect("all rows");
    let begin = bytes.iter().position(|byte| *byte == b'\n');
    let mut rest = &bytes[begin.expect("a first line") + 1..];
    let mut records = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).expect("a length");
        let (content, next) = tail[1..].split_at(length);
        if tail[0] == ROW || tail[0] == LEAF {
            let Ok(Value::Array(mut cells)) = ciborium::from_reader(content) else {
                panic!("a row that is none");
            };
            let table = if tail[0] == ROW {
                integer(&cells.remove(0))
            } else {
                0
            };
            records.push(Record { table, cells });
        }
        rest = next;
    }
    records
}

/// A number in a cell.
///
/// # Panics
/// When it is none.
pub fn integer(value: &Value) -> i128 {
    value.as_integer().expect("a number").into()
}

fn bytes(value: &Value) -> &[u8] {
    value.as_bytes().expect("bytes")
}

fn id(value: &Value) -> [u8; 16] {
    bytes(value).try_into().expect("an identifier")
}

fn kind(value: &Value) -> u8 {
    u8::try_from(integer(value)).expect("a kind")
}

/// Somebody's keys.
pub struct Keys {
    user: UserId,
    own: UserKeys,
    units: Vec<([u8; 16], UnitKeys)>,
}

/// What somebody's keys opened.
#[derive(Debug, Default)]
pub struct Loot {
    /// Compartments of which an entry opened.
    pub opened: BTreeSet<Compartment>,
    /// Compartments with entries that are wrapped to them.
    pub wrapped: BTreeSet<Compartment>,
    /// Everything that was opened, as text; what is no text is replaced.
    pub text: String,
    /// Openings that were tried.
    pub tried: u64,
}

impl Keys {
    /// Unlocks them with the passphrase that everybody here has.
    ///
    /// # Panics
    /// When no lock of this person opens.
    pub fn unlock(records: &[Record], user: UserId) -> Self {
        let mut locks = of(records, LOCKS).filter(|cells| id(&cells[0]) == user.0);
        let own = locks
            .find_map(|cells| {
                passphrase::unlock_with_passphrase(bytes(&cells[2]), &user.0, PASSPHRASE).ok()
            })
            .expect("a lock that opens");
        let mut units = Vec::new();
        for cells in of(records, MEMBERSHIPS).filter(|cells| id(&cells[0]) == user.0) {
            let unit = id(&cells[1]);
            let context = WrapContext {
                subject: &unit,
                compartment: 0,
                recipient: &user.0,
            };
            if let Ok(keys) = wrap::open_unit_key(&own, context, bytes(&cells[5])) {
                units.push((unit, keys));
            }
        }
        Self { user, own, units }
    }

    /// Tries everything on everything.
    pub fn loot(&self, records: &[Record]) -> Loot {
        let mut loot = Loot::default();
        let mut keys = Vec::new();
        let mut wrapped = BTreeSet::new();
        for cells in of(records, WRAPS) {
            let (object, kind, owner) = (id(&cells[0]), kind(&cells[1]), id(&cells[2]));
            if let Some(key) = self.key(object, kind, bytes(&cells[3]), bytes(&cells[7])) {
                wrapped.insert((object, kind, owner));
                keys.push(key);
            }
        }
        for cells in of(records, ENTRIES) {
            let place = (id(&cells[0]), kind(&cells[3]), id(&cells[4]));
            if wrapped.contains(&place) {
                loot.wrapped.insert(place);
            }
            let entry = id(&cells[2]);
            let bound = Bound {
                schema: FRAME,
                stream: &place.0,
                entry: &entry,
                compartment: place.1,
                purpose: Purpose::Entry,
            };
            for key in &keys {
                loot.tried += 1;
                if let Ok(plain) = key.open(bound, bytes(&cells[8])) {
                    loot.opened.insert(place);
                    loot.text.push_str(&String::from_utf8_lossy(&plain));
                    break;
                }
            }
        }
        loot
    }

    fn key(&self, object: [u8; 16], kind: u8, grantee: &[u8], sealed: &[u8]) -> Option<StreamKey> {
        let (user, to) = grantee.split_first()?;
        let to: [u8; 16] = to.try_into().ok()?;
        let context = WrapContext {
            subject: &object,
            compartment: kind,
            recipient: &to,
        };
        let open = |holder: &dyn Holder| wrap::open_stream_key(holder, context, sealed).ok();
        if *user == 1 {
            return (to == self.user.0).then(|| open(&self.own)).flatten();
        }
        let unit = self.units.iter().find(|(unit, _)| *unit == to)?;
        open(&unit.1)
    }
}

fn of(records: &[Record], table: i128) -> impl Iterator<Item = &Vec<Value>> {
    records
        .iter()
        .filter(move |record| record.table == table)
        .map(|record| &record.cells)
}
