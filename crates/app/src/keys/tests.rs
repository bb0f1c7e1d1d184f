use super::*;

fn file(folder: &tempfile::TempDir) -> (Keys, PathBuf) {
    let path = Keys::beside(&folder.path().join("remit.db"));
    (Keys::at(path.clone()), path)
}

fn id(text: &str) -> Id {
    text.into()
}

#[test]
fn a_key_is_made_once_found_again_and_gone_for_good_once_destroyed() {
    let folder = tempfile::tempdir().unwrap();
    for keys in [file(&folder).0, Keys::in_memory()] {
        assert_eq!(keys.get("wave", &id("a")).unwrap(), None);
        let key = keys.make("wave", &id("a")).unwrap();
        assert_eq!(keys.make("wave", &id("a")).unwrap(), key, "opening twice is opening once");
        let other = keys.make("wave", &id("b")).unwrap();
        assert_ne!(key, other);
        assert_ne!(keys.make("run", &id("a")).unwrap(), key, "another purpose");
        keys.destroy("wave", &id("a")).unwrap();
        keys.destroy("wave", &id("a")).unwrap();
        assert_eq!(keys.get("wave", &id("a")).unwrap(), None);
        assert_eq!(keys.get("wave", &id("b")).unwrap(), Some(other));
    }
}

#[test]
fn another_process_finds_the_same_keys_and_no_trace_of_a_destroyed_one() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, path) = file(&folder);
    let key = keys.make("wave", &id("a")).unwrap();
    assert_eq!(file(&folder).0.get("wave", &id("a")).unwrap(), Some(key));
    // Whoever holds the old file open is left with nothing either.
    let old = File::open(&path).unwrap();
    keys.destroy("wave", &id("a")).unwrap();
    let text = std::io::read_to_string(old).unwrap();
    assert!(!text.is_empty() && text.trim().is_empty(), "{text}");
    for entry in fs::read_dir(folder.path()).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains(&chance::hex(&key)), "{text}");
    }
}

#[test]
fn writers_at_the_same_moment_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (_, path) = file(&folder);
    std::thread::scope(|scope| {
        for n in 0..8 {
            let keys = Keys::at(path.clone());
            scope.spawn(move || keys.make("wave", &id(&n.to_string())).unwrap());
        }
    });
    assert_eq!(read(&path).unwrap().len(), 8);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it_and_a_file_others_can_read_is_refused_with_the_way_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (keys, path) = file(&folder);
    keys.make("wave", &id("a")).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    for refused in [
        keys.get("wave", &id("a")).unwrap_err(),
        keys.make("wave", &id("b")).unwrap_err(),
        keys.check(false).unwrap_err(),
    ] {
        assert!(refused.to_string().contains("chmod 600"), "{refused}");
    }
}

#[test]
fn a_missing_file_matters_only_while_something_is_sealed_and_then_says_both_ways_out() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, path) = file(&folder);
    assert!(keys.check(false).is_ok());
    let says = keys.check(true).unwrap_err().to_string();
    assert!(says.contains("is missing") && says.contains("--key-file"), "{says}");
    assert!(says.contains("called off"), "{says}");
    drop(private().open(&path).unwrap());
    assert!(keys.check(true).is_ok(), "somebody has said that it is lost");
    assert_eq!(keys.get("wave", &id("a")).unwrap(), None);
}

#[test]
fn a_house_without_a_place_for_keys_says_who_can_name_one() {
    let keys = Keys::nowhere();
    assert!(keys.check(false).is_ok());
    for refused in [keys.make("wave", &id("a")).unwrap_err(), keys.check(true).unwrap_err()] {
        assert!(refused.to_string().contains("--key-file"), "{refused}");
    }
}

#[test]
fn a_damaged_file_is_not_taken_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let (keys, path) = file(&folder);
    private().open(&path).unwrap().write_all(b"{\"wave a\": \"00").unwrap();
    assert!(keys.make("wave", &id("b")).unwrap_err().to_string().contains("no key file"));
    fs::write(&path, "{\"wave a\": \"zz\"}").unwrap();
    assert!(keys.get("wave", &id("a")).unwrap_err().to_string().contains("damaged"));
}
