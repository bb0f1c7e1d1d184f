//! The stylesheet, its face, the script and the mark: in the program, named by what they hold.

use std::sync::LazyLock;

pub struct Asset {
    pub name: &'static str,
    pub mime: &'static str,
    pub body: &'static [u8],
}

/// Source Serif 4, Latin, as it was published; its licence lies beside it.
pub const FACE: &str = "serif.woff2";

const STYLE: &str = include_str!("../style/workbook.css");

pub static ALL: [Asset; 6] = [
    Asset { name: "workbook.css", mime: "text/css; charset=utf-8", body: STYLE.as_bytes() },
    Asset {
        name: "remit.js",
        mime: "text/javascript; charset=utf-8",
        body: include_bytes!("../script/remit.js"),
    },
    Asset {
        name: "live.js",
        mime: "text/javascript; charset=utf-8",
        body: include_bytes!("../script/live.js"),
    },
    Asset {
        name: "ballot.js",
        mime: "text/javascript; charset=utf-8",
        body: include_bytes!("../script/ballot.js"),
    },
    Asset {
        name: "mark.svg",
        mime: "image/svg+xml; charset=utf-8",
        body: include_bytes!("../style/mark.svg"),
    },
    Asset { name: FACE, mime: "font/woff2", body: include_bytes!("../style/serif.woff2") },
];

/// Changes whenever any of the files does, so that browsers may keep them for ever.
pub static HASH: LazyLock<String> = LazyLock::new(|| {
    // FNV-1a: this names a version, it protects nothing.
    let all = ALL.iter().flat_map(|it| it.body);
    let hash = all.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
});

pub fn find(name: &str) -> Option<&'static Asset> {
    ALL.iter().find(|it| it.name == name)
}

/// The stylesheet for a file that stands alone: it asks for no face, and the reader's own is used.
pub fn style_alone() -> String {
    match STYLE.split_once("@font-face").and_then(|(a, rest)| Some((a, rest.split_once("}\n")?.1)))
    {
        Some((before, after)) => format!("{before}{after}"),
        None => STYLE.to_owned(),
    }
}

/// Where a page finds the asset of this name.
pub fn path(name: &str) -> String {
    format!("/assets/{}/{name}", *HASH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_by_its_name() {
        for asset in &ALL {
            assert!(std::ptr::eq(find(asset.name).unwrap(), asset));
            assert!(path(asset.name).starts_with("/assets/"));
        }
        assert!(find("../Cargo.toml").is_none());
    }

    #[test]
    fn style_uses_its_tokens_and_asks_nobody_else() {
        let style = STYLE;
        let (_, after_tokens) = style.split_once("/* ground */").unwrap();
        assert!(!after_tokens.contains("url("), "no asset from elsewhere");
        assert!(!after_tokens.contains("@import"));
        let alone = style_alone();
        assert!(!alone.contains("url(") && alone.contains(":root {"), "a lone file asks nobody");
        let raw = after_tokens.split("@media print").next().unwrap();
        assert!(!raw.contains(": #"), "a colour belongs into a token");
    }

    #[test]
    fn script_stays_short_and_writes_no_html() {
        let scripts = ALL.iter().filter(|it| it.mime.starts_with("text/javascript"));
        for Asset { name, body, .. } in scripts {
            let body = str::from_utf8(body).unwrap();
            assert!(body.lines().count() <= 300, "{name}: {} lines", body.lines().count());
            for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]
            {
                assert!(!body.contains(sink), "{name}: {sink}");
            }
        }
    }
}
