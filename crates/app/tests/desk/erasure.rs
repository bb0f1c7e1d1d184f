//! An erasure takes the name from everywhere it stands for the account, and leaves what was done.

use app::ListQuery;
use domain::id::Id;
use domain::people::Role;
use domain::practice::samples::{row, rows};
use domain::record::Answers;

use crate::town::{Town, words};

const MAP: &str = "levels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
    [holder]\nlead = [\"@kim\", \"@ana\"]\ndirector = ['@kim']\n\
    [[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\nconsult = [\"@kim\"]\n";

/// Kim has written, been asked, promised and decided, decides with Ana in the map, and may be
/// found in a route, a case, a list, a promise and the journal.
async fn lived() -> (Town, Id) {
    let town = Town::new().await;
    town.keeper().take_in_map(&town.team, MAP, "server", app::AGREED).await.unwrap();
    let tom = town.keeper().add_person("tom", "Tom", None).await.unwrap().id;
    town.keeper().seat(&tom, &town.team, 0, Role::Member).await.unwrap();
    let (kim, tom) = (town.desk("kim").await, town.desk("tom").await);
    let own = kim.begin("decision", &town.team, "Drop the table", Answers::new()).await.unwrap();
    let id = own.record.id;
    let theirs = tom.begin("decision", &town.team, "One queue", Answers::new()).await.unwrap();
    assert!(theirs.record.text("deciders").contains("@kim"), "{:?}", theirs.record.answers);
    let ask = words(&[("text", "What would you fear?"), ("from", "kim")]);
    let asked = tom.attach(&theirs.record.id, "advice", ask).await.unwrap().id;
    let given = words(&[("advice", "Nothing.")]);
    kim.move_attachment(&theirs.record.id, &asked, 1, "give", given).await.unwrap();
    for owner in ["kim", "@kim", "Kim"] {
        let promise = words(&[("text", "Ask"), ("owner", owner), ("due", "2026-06-01")]);
        tom.attach(&theirs.record.id, "commitment", promise).await.unwrap();
    }
    let told = words(&[("text", "Ask @kim, or @Kim: not @kimberly, nor kimono")]);
    tom.attach(&id, "question", told).await.unwrap();
    let saved = kim.read(&id).await.unwrap().record;
    let mut answers = saved.answers.clone();
    answers.extend([rows("case", vec![row(&[("name", "domain"), ("value", "money")])])]);
    kim.save(&id, saved.version, "Drop the table", answers).await.unwrap();
    (town, id)
}

impl Town {
    /// Everything anybody could still be shown, as one text.
    async fn everything(&self) -> String {
        let raj = self.desk("raj").await;
        let mut all = format!("{:?}", raj.export().await.unwrap());
        for team in [&self.root, &self.team, &self.ledger, &self.search] {
            all.push_str(&format!("{:?}", raj.map_versions(team).await.unwrap()));
        }
        let query = ListQuery { limit: 100, ..ListQuery::default() };
        for record in raj.list(&query).await.unwrap().items {
            all.push_str(&format!("{:?}", raj.history(&record.id).await.unwrap()));
            all.push_str(&format!("{:?}", raj.read(&record.id).await.unwrap()));
        }
        all.push_str(&format!("{:?}", raj.today().await.unwrap()));
        all
    }
}

#[tokio::test]
async fn nothing_anybody_is_shown_names_them_any_more() {
    let (town, _) = lived().await;
    let kim = town.id("kim");
    let before = town.everything().await;
    for trace in ["@kim", "\"kim\"", "Kim Holm", "kim@town.example"] {
        assert!(before.contains(trace), "{trace} should have been there");
    }
    town.desk("raj").await.erase(&kim).await.unwrap();
    let after = town.everything().await.replace("@kimberly", "").replace("kimono", "");
    let at = after.to_lowercase().find("kim");
    assert_eq!(at, None, "…{}…", at.map_or("", |it| &after[it.saturating_sub(200)..it + 40]));
    assert_eq!(town.house.organisation().name_of(&kim), "someone who left");
}

#[tokio::test]
async fn what_they_did_stays_where_it_was() {
    let (town, id) = lived().await;
    let kim = town.id("kim");
    let before = town.desk("raj").await.history(&id).await.unwrap();
    town.desk("raj").await.erase(&kim).await.unwrap();
    let raj = town.desk("raj").await;
    let read = raj.read(&id).await.unwrap();
    assert_eq!((read.record.title.as_str(), &read.record.author), ("Drop the table", &kim));
    let after = raj.history(&id).await.unwrap();
    let facts = |of: &[app::Happening]| -> Vec<_> {
        of.iter().map(|it| (it.seq, it.at, it.what.clone())).collect()
    };
    assert_eq!(facts(&after), facts(&before), "each line keeps its number, moment and meaning");
    assert_eq!(raj.search("table").await.unwrap().len(), 1);
    let map = raj.map(&town.team).await.unwrap().unwrap();
    assert!(map.reading.is_usable(), "{:?}", map.reading.problems);
    assert!(map.text.text.contains("\"@ana\""), "others are left alone");
}

#[tokio::test]
async fn whoever_was_reading_sees_that_the_record_has_changed() {
    let (town, _) = lived().await;
    let tom = town.desk("tom").await;
    let query = ListQuery { limit: 100, ..ListQuery::default() };
    let all = tom.list(&query).await.unwrap().items;
    let theirs = all.iter().find(|it| it.title == "One queue").unwrap();
    town.desk("raj").await.erase(&town.id("kim")).await.unwrap();
    let late = tom.save(&theirs.id, theirs.version, "One queue!", theirs.answers.clone()).await;
    assert!(matches!(late, Err(app::Problem::Stale(_))), "or the name would come back: {late:?}");
}

#[tokio::test]
async fn erasing_again_or_nobody_changes_nothing() {
    let (town, _) = lived().await;
    let kim = town.id("kim");
    town.desk("raj").await.erase(&kim).await.unwrap();
    let once = town.everything().await;
    town.desk("raj").await.erase(&kim).await.unwrap();
    assert_eq!(town.everything().await, once);
    let nobody = town.desk("raj").await.erase(&"nobody".into()).await;
    assert!(matches!(nobody, Err(app::Problem::NotFound)));
}

#[tokio::test]
async fn the_name_is_in_no_export_that_comes_in_elsewhere() {
    let (town, _) = lived().await;
    town.desk("raj").await.erase(&town.id("kim")).await.unwrap();
    let out = town.keeper().export().await.unwrap();
    let into =
        app::House::open("sqlite::memory:", town.house.kinds(), app::Clock::at(crate::town::NOW));
    let into = into.await.unwrap();
    into.system_desk("apply").apply(out.clone(), false).await.unwrap();
    assert_eq!(into.system_desk("export").export().await.unwrap(), out);
    assert!(into.organisation().person_by_handle("kim").is_none());
}

#[tokio::test]
async fn an_export_made_before_brings_nobody_back() {
    let (town, _) = lived().await;
    let before = town.keeper().export().await.unwrap();
    town.desk("raj").await.erase(&town.id("kim")).await.unwrap();
    town.keeper().apply(before, false).await.unwrap();
    let after = town.everything().await.replace("@kimberly", "").replace("kimono", "");
    let at = after.to_lowercase().find("kim");
    assert_eq!(at, None, "…{}…", at.map_or("", |it| &after[it.saturating_sub(200)..it + 40]));
}
