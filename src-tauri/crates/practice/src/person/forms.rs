//! Reads the forms of the pages here, as much as their plain markup needs.

/// A form as a person finds it.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) fields: Vec<Field>,
    pub(super) buttons: Vec<Button>,
}

/// Something that is sent along: hidden, or ticked.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) on: bool,
    /// The words beside it.
    pub(super) label: String,
}

pub(super) struct Button {
    pub(super) id: String,
    name: String,
    value: String,
}

impl Form {
    /// The button of this id, where the form has it.
    pub(super) fn button(&self, id: &str) -> Option<&Button> {
        self.buttons.iter().find(|button| button.id == id)
    }

    /// Chooses whichever of several is called so; what the page proposes stays where none is.
    pub(super) fn choose(&mut self, name: &str, called: impl Fn(&str) -> bool) {
        let fits = |field: &Field| field.name == name && called(&field.label);
        if self.fields.iter().any(fits) {
            for field in self.fields.iter_mut().filter(|field| field.name == name) {
                field.on = called(&field.label);
            }
        }
    }

    /// What a browser sends when this button is pressed.
    pub(super) fn pressed(&self, button: &Button) -> Vec<(String, String)> {
        let on = self.fields.iter().filter(|field| field.on);
        let fields = on.map(|field| (field.name.clone(), field.value.clone()));
        fields
            .chain([(button.name.clone(), button.value.clone())])
            .collect()
    }
}

/// Every form of a page.
pub(super) fn read(html: &str) -> Vec<Form> {
    let forms = html.split("<form").skip(1);
    forms
        .filter_map(|rest| {
            let (tag, rest) = rest.split_once('>')?;
            let (inside, _) = rest.split_once("</form>")?;
            Some(Form {
                action: attribute(tag, "action")?,
                fields: tags(inside, "<input").filter_map(field).collect(),
                buttons: tags(inside, "<button").filter_map(button).collect(),
            })
        })
        .collect()
}

/// Each tag of this kind, with what follows it.
fn tags<'a>(html: &'a str, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let rests = html.split(kind).skip(1);
    rests.filter_map(|rest| rest.split_once('>'))
}

fn field((tag, after): (&str, &str)) -> Option<Field> {
    let kind = attribute(tag, "type");
    let words = after.split("</label>").next().unwrap_or_default();
    Some(Field {
        name: attribute(tag, "name")?,
        value: attribute(tag, "value").unwrap_or_default(),
        on: kind.as_deref() == Some("hidden") || tag.split(' ').any(|word| word == "checked"),
        label: text(words),
    })
}

fn button((tag, _): (&str, &str)) -> Option<Button> {
    Some(Button {
        id: attribute(tag, "id")?,
        name: attribute(tag, "name")?,
        value: attribute(tag, "value").unwrap_or_default(),
    })
}

/// The value of an attribute, in quotes or not.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split(' ').next(),
    };
    value.map(unescape)
}

/// The words of a piece of a page, a blank between pieces.
fn text(html: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<form method=post action=\"/a?b&amp;c\">\
        <input type=hidden name=ticket value=\"t\"><ul>\
        <li><label><input type=radio name=person value=\"1\" checked><span>Jana Weiss\
        <small>@jana</small></span></label></li>\
        <li><label><input type=radio name=person value=\"2\"><span>Tom &amp; Co</span></label></li>\
        </ul><button id=login class=main name=action value=login autofocus>Go</button></form>";

    fn sent(called: &str) -> Vec<(String, String)> {
        let mut form = read(PAGE).remove(0);
        assert_eq!(form.action, "/a?b&c");
        form.choose("person", |label| label.contains(called));
        form.pressed(form.button("login").unwrap())
    }

    #[test]
    fn a_form_is_sent_as_a_browser_sends_it() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let with = |person| {
            [
                pair("ticket", "t"),
                pair("person", person),
                pair("action", "login"),
            ]
        };
        assert_eq!(sent("Tom & Co"), with("2"));
        assert_eq!(sent("@jana"), with("1"));
        assert_eq!(sent("Nobody"), with("1"), "as the page proposes");
    }
}
