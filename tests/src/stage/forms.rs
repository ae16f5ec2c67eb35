//! Reads the forms of a page, as much as plain markup needs.

/// A form as a person finds it.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub action: String,
    pub fields: Vec<Field>,
    pub buttons: Vec<Button>,
}

impl Form {
    /// Fills a field in; one that the page has not, a button with a value for one, is sent too.
    pub fn fill(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|field| field.name != name);
        self.fields.push(Field {
            name: name.to_owned(),
            value: value.to_owned(),
            kind: "text".to_owned(),
            on: true,
            label: String::new(),
        });
        self
    }
}

/// Something that is sent along: hidden, or ticked.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub value: String,
    pub kind: String,
    pub on: bool,
    /// The words beside it.
    pub label: String,
}

#[derive(Clone, Debug)]
pub struct Button {
    pub id: String,
    pub name: String,
    pub value: String,
}

/// Every form of a page.
pub fn read(html: &str) -> Vec<Form> {
    html.split("<form")
        .skip(1)
        .filter_map(|rest| {
            let (tag, rest) = rest.split_once('>')?;
            let (inside, _) = rest.split_once("</form>")?;
            Some(Form {
                // A form without one is sent to its own page.
                action: attribute(tag, "action").unwrap_or_default(),
                fields: fields(inside),
                buttons: buttons(inside),
            })
        })
        .collect()
}

fn fields(html: &str) -> Vec<Field> {
    html.split("<input")
        .skip(1)
        .filter_map(|rest| {
            let (tag, after) = rest.split_once('>')?;
            let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
            let words = after.split("</label>").next().unwrap_or_default();
            Some(Field {
                name: attribute(tag, "name")?,
                value: attribute(tag, "value").unwrap_or_default(),
                on: kind == "hidden" || has(tag, "checked"),
                label: match kind.as_str() {
                    "checkbox" | "radio" => text(words),
                    _ => String::new(),
                },
                kind,
            })
        })
        .collect()
}

fn buttons(html: &str) -> Vec<Button> {
    html.split("<button")
        .skip(1)
        .filter_map(|rest| {
            let (tag, _) = rest.split_once('>')?;
            Some(Button {
                id: attribute(tag, "id")?,
                name: attribute(tag, "name")?,
                value: attribute(tag, "value").unwrap_or_default(),
            })
        })
        .collect()
}

/// The value of an attribute, in quotes or not.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([' ', '>']).next(),
    };
    value.map(unescape)
}

fn has(tag: &str, name: &str) -> bool {
    tag.split(' ').any(|word| word == name)
}

/// The words of a piece of a page, a blank between pieces.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        let words = piece.split_once('>').map_or(piece, |(_, words)| words);
        text.push_str(words);
        text.push(' ');
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    unescape(&words.join(" "))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
