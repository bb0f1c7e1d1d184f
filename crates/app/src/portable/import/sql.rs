//! Reads the `insert` lines of a MySQL dump as rows. Nothing of it is ever run.

use std::collections::BTreeMap;

/// One row: its columns by name, null left out.
pub(super) type SqlRow = BTreeMap<String, String>;

/// The rows of each table, in the order of the dump.
pub(super) fn tables(dump: &str) -> Result<BTreeMap<String, Vec<SqlRow>>, String> {
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut found: BTreeMap<String, Vec<SqlRow>> = BTreeMap::new();
    let mut reader = Reader { letters: dump.chars().peekable() };
    while let Some(statement) = reader.statement() {
        let lower = statement.get(..40.min(statement.len())).unwrap_or("").to_ascii_lowercase();
        if lower.starts_with("create table") {
            let (name, named) = created(&statement);
            columns.insert(name, named);
        } else if lower.starts_with("insert into") || lower.starts_with("insert ignore into") {
            let (table, rows) = inserted(&statement, &columns)?;
            found.entry(table).or_default().extend(rows);
        }
    }
    Ok(found)
}

struct Reader<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
}

impl Reader<'_> {
    /// Up to the next `;` outside of a text, without comments.
    fn statement(&mut self) -> Option<String> {
        let mut out = String::new();
        let mut inside: Option<char> = None;
        while let Some(letter) = self.letters.next() {
            match (inside, letter) {
                (Some(_), '\\') => {
                    out.push(letter);
                    out.extend(self.letters.next());
                }
                (Some(quote), it) => {
                    out.push(it);
                    inside = Some(quote).filter(|quote| *quote != it);
                }
                (None, '\'' | '"' | '`') => {
                    inside = Some(letter);
                    out.push(letter);
                }
                (None, '-') if self.letters.peek() == Some(&'-') && out.trim().is_empty() => {
                    self.letters.by_ref().find(|it| *it == '\n');
                }
                (None, '#') if out.trim().is_empty() => {
                    self.letters.by_ref().find(|it| *it == '\n');
                }
                (None, ';') => return Some(out.trim().to_owned()),
                (None, it) => out.push(it),
            }
        }
        let rest = out.trim();
        (!rest.is_empty()).then(|| rest.to_owned())
    }
}

/// The name of a table and of its columns: lines that begin with a quoted name.
fn created(statement: &str) -> (String, Vec<String>) {
    let name = between(statement, '`').unwrap_or_default();
    let body = statement.split_once('(').map_or("", |it| it.1);
    let columns = body.lines().map(str::trim).filter(|it| it.starts_with('`'));
    (name, columns.filter_map(|it| between(it, '`')).collect())
}

fn between(text: &str, quote: char) -> Option<String> {
    text.split(quote).nth(1).map(str::to_owned)
}

fn inserted(
    statement: &str,
    known: &BTreeMap<String, Vec<String>>,
) -> Result<(String, Vec<SqlRow>), String> {
    let values = find_values(statement)
        .ok_or("An `insert` of this dump has no values: was it cut off?".to_owned())?;
    let (head, values) = statement.split_at(values);
    let mut words = head.split_whitespace().skip_while(|it| !it.eq_ignore_ascii_case("into"));
    let named = words.nth(1).unwrap_or("");
    let table = named.split('(').next().unwrap_or("").trim_matches('`').to_owned();
    let columns: Vec<String> = match head.split_once('(') {
        Some((_, list)) => {
            let list = list.split(')').next().unwrap_or("");
            list.split(',').map(|it| it.trim().trim_matches('`').to_owned()).collect()
        }
        None => known.get(&table).cloned().ok_or(format!(
            "The dump does not say the columns of `{table}`. Dump it with its `create table`."
        ))?,
    };
    let rows = rows_of(&values["values".len()..]);
    let named = |row: Vec<Option<String>>| {
        columns.iter().cloned().zip(row).filter_map(|(name, it)| Some((name, it?))).collect()
    };
    Ok((table, rows.into_iter().map(named).collect()))
}

/// Where the word `values` begins, before any text.
fn find_values(statement: &str) -> Option<usize> {
    let until = statement.find('\'').unwrap_or(statement.len());
    statement[..until].to_ascii_lowercase().rfind("values")
}

/// `(1,'a',NULL),(2,'b',3)`
fn rows_of(text: &str) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    let mut row: Option<Vec<Option<String>>> = None;
    let (mut bare, mut quoted) = (String::new(), None::<String>);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' if row.is_some() => quoted = Some(quoted_text(&mut letters)),
            '(' if row.is_none() => row = Some(Vec::new()),
            ',' | ')' if row.is_some() => {
                let said = std::mem::take(&mut bare);
                let said = said.trim();
                let plain = (!said.eq_ignore_ascii_case("null")).then(|| said.to_owned());
                if let Some(row) = &mut row {
                    row.push(quoted.take().or(plain));
                }
                if letter == ')' {
                    rows.extend(row.take());
                }
            }
            other if row.is_some() => bare.push(other),
            _ => {}
        }
    }
    rows
}

/// The text after an opening quote, its escapes read.
fn quoted_text(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut out = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('r') | None => {}
                Some('t') => out.push('\t'),
                Some('0') => out.push(' '),
                Some(other) => out.push(other),
            },
            '\'' if letters.peek() == Some(&'\'') => {
                letters.next();
                out.push('\'');
            }
            '\'' => break,
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DUMP: &str = "-- A dump; with a semicolon\nDROP TABLE IF EXISTS `tags`;\nCREATE TABLE `tags` (\n  `id` bigint(20) NOT NULL,\n  `title` varchar(255) DEFAULT '',\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\nINSERT INTO `tags` VALUES (1,'it''s (one); two'),(2,NULL),(3,'a\\nb \\'c\\' \\\\');\n";

    #[test]
    fn rows_come_by_the_names_of_their_columns_with_their_texts_whole() {
        let tables = tables(DUMP).unwrap();
        let rows = &tables["tags"];
        assert_eq!(rows[0]["title"], "it's (one); two");
        assert!(!rows[1].contains_key("title") && rows[1]["id"] == "2");
        assert_eq!(rows[2]["title"], "a\nb 'c' \\");
    }

    #[test]
    fn an_insert_may_name_its_columns_itself() {
        let rows = &tables("insert into jira (`postmortem_id`, ticket) values (4, 'OPS-1');")
            .unwrap()["jira"];
        assert_eq!((rows[0]["postmortem_id"].as_str(), rows[0]["ticket"].as_str()), ("4", "OPS-1"));
    }

    #[test]
    fn columns_that_nobody_said_are_asked_for() {
        let says = tables("INSERT INTO `x` VALUES (1);").unwrap_err();
        assert!(says.contains("`x`") && says.contains("create table"), "{says}");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_none_runs(text in "[a-z'\\\\;()\n,]{0,40}") {
            let written = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
            let dump = format!("INSERT INTO t (a, b) VALUES (1,'{written}');");
            prop_assert_eq!(&tables(&dump).unwrap()["t"][0]["b"], &text);
        }

        #[test]
        fn no_dump_makes_it_panic(dump in "(INSERT INTO|values|[(]|[)]|'|;|`|\\\\|[a-zé ]{0,5}|\n){0,30}") {
            let _ = tables(&dump);
        }
    }
}
