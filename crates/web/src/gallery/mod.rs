//! Every page with every sample: checked as markup, and written to `target/gallery` to be looked at.

pub(crate) mod ballot;
mod check;
pub(crate) mod health_review;
mod lanes;
mod leaders;
mod mirrors;
pub(crate) mod office_hours;
mod people;
mod places;
pub(crate) mod premortem;
pub(crate) mod quality;
pub(crate) mod quarter;
pub(crate) mod records;
pub(crate) mod reflections;
mod round_trip;
pub(crate) mod scenarios;

use maud::Markup;

/// Makes a text of a sample: as it is, or with something hostile in it.
pub(crate) type Said = fn(&str) -> String;

/// `(name of page and sample, what it draws)`.
pub(crate) type Samples = Vec<(String, Markup)>;

const HOSTILE: &str = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>&amp;";

fn plain(text: &str) -> String {
    text.to_owned()
}

fn hostile(text: &str) -> String {
    format!("{text}{HOSTILE}")
}

/// Another script, with no space to break a line at.
fn japanese(text: &str) -> String {
    format!(
        "注文が届かない理由を三か月で半分に減らし、どの銀行が断っても顧客が驚かないようにする（{text}）"
    )
}

fn all(say: Said) -> Samples {
    [
        places::samples(say),
        lanes::samples(say),
        people::samples(say),
        quality::samples(say),
        quarter::samples(say),
        leaders::samples(say),
        records::samples(say),
        premortem::samples(say),
        office_hours::samples(say),
        reflections::samples(say),
        scenarios::samples(say),
        mirrors::samples(say),
        ballot::samples(say),
        health_review::samples(say),
    ]
    .concat()
}

#[test]
fn every_page_with_every_sample_is_sound() {
    let problems: Vec<String> = all(plain)
        .into_iter()
        .flat_map(|(name, page)| check::problems(&name, &page.into_string()))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn hostile_text_is_never_markup_wherever_it_stands() {
    for (name, page) in all(hostile) {
        let page = page.into_string();
        assert!(!page.contains("<script>alert"), "{name} runs what somebody typed");
        assert!(!page.contains("<img"), "{name} draws what somebody typed");
        assert!(!page.contains("\"'>"), "{name} lets a text end an attribute");
    }
}

/// Pages as files, with their assets beside them: open `target/gallery/index.html`.
#[test]
fn gallery_is_written_to_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    for asset in &crate::assets::ALL {
        std::fs::write(folder.join(asset.name), asset.body).unwrap();
    }
    let mut index = String::from("<!doctype html><meta charset=utf-8><title>Gallery</title><ul>");
    let foreign = all(japanese).into_iter().filter(|(name, _)| name.ends_with("-full"));
    let foreign = foreign.map(|(name, page)| (format!("ja-{name}"), page));
    for (name, page) in all(plain).into_iter().chain(foreign) {
        let from = format!("/assets/{}/", *crate::assets::HASH);
        let page = page.into_string().replace(&from, "");
        let sheet = page.contains("workbook.css");
        assert!(sheet, "{name} has no stylesheet");
        std::fs::write(folder.join(format!("{name}.html")), page).unwrap();
        index += &format!("<li><a href=\"{name}.html\">{name}</a>");
    }
    std::fs::write(folder.join("index.html"), index).unwrap();
}
