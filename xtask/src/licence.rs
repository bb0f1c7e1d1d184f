//! Reads a licence expression (`MIT OR Apache-2.0 WITH LLVM-exception`) and says whether a list of
//! allowed licences satisfies it.

/// Whether the expression can be fulfilled with licences of the list alone.
pub(crate) fn allowed(expression: &str, list: &[String]) -> bool {
    // Before SPDX, crates wrote a slash for "or".
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, list };
    let answer = reader.either();
    answer && reader.at == words.len() && !words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
    list: &'a [String],
}

impl<'a> Reader<'a> {
    /// `a OR b`, the weakest binding.
    fn either(&mut self) -> bool {
        let mut answer = self.both();
        while self.take("OR") {
            answer |= self.both();
        }
        answer
    }

    /// `a AND b`.
    fn both(&mut self) -> bool {
        let mut answer = self.one();
        while self.take("AND") {
            answer &= self.one();
        }
        answer
    }

    /// `a`, `a WITH exception`, or something in parentheses.
    fn one(&mut self) -> bool {
        if self.take("(") {
            let answer = self.either();
            return self.take(")") && answer;
        }
        let Some(name) = self.next() else { return false };
        if self.take("WITH") {
            let Some(exception) = self.next() else { return false };
            // An exception only adds rights, so the plain licence being allowed is enough.
            return self.lists(&format!("{name} WITH {exception}")) || self.lists(name);
        }
        self.lists(name)
    }

    fn lists(&self, name: &str) -> bool {
        self.list.iter().any(|known| known == name)
    }

    fn next(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.at).copied();
        self.at += 1;
        word
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.get(self.at) == Some(&word);
        self.at += usize::from(there);
        there
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_holds_when_the_list_can_fulfil_it() {
        let list = ["MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"];
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("GPL-3.0-only OR MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("(MIT OR GPL-3.0-only) AND Unicode-3.0", true),
            ("MIT OR (GPL-3.0-only AND Unicode-3.0)", true),
            ("GPL-3.0-only AND MIT OR Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
            ("GPL-2.0 WITH Classpath-exception-2.0", false),
            ("MIT/Apache-2.0", true),
            ("", false),
            ("(MIT", false),
            ("MIT MIT", false),
            ("AND", false),
        ] {
            assert_eq!(allowed(expression, &list), expected, "{expression}");
        }
    }
}
