//! Why a token is dead, in the languages that instances speak.
//!
//! Many instances answer in the language of the server or of the person, whatever is asked for.
//! That the token is dead they say by a code; only the reason stands in the text. What is listed is
//! the part of the word that all its forms share, as Mastodon's translations have it.

use domain::Cause;

const REVOKED: &[&str] = &[
    "revok",
    "révoq",
    "revoc",
    "revog",
    "annul",
    "anul·l",
    "disabilitat",
    "widerruf",
    "zurückgezogen",
    "ingetrokken",
    "geweigerd",
    "återkall",
    "tilbakekal",
    "tilbakekall",
    "tilbagekald",
    "trekt tilbake",
    "trekkt tilbake",
    "peruttu",
    "evätty",
    "mitätöi",
    "unieważn",
    "cofnięt",
    "odebran",
    "zneplatn",
    "odvolá",
    "zrušen",
    "visszavon",
    "оттегл",
    "отмен",
    "отозван",
    "аннулир",
    "відклик",
    "скасован",
    "адазв",
    "опозва",
    "opozvan",
    "povučen",
    "preklic",
    "atšaukt",
    "atsaukt",
    "tühistat",
    "ανακλ",
    "iptal",
    "geri al",
    "إبطال",
    "إلغاء",
    "בוטל",
    "فسخ",
    "باطل",
    "لغو",
    "取り消",
    "取消",
    "吊销",
    "撤销",
    "撤銷",
    "취소",
    "철회",
    "เพิกถอน",
    "thu hồi",
    "dicabut",
    "dibatalkan",
];

const EXPIRED: &[&str] = &[
    "expir",
    "caduc",
    "scadut",
    "abgelaufen",
    "verlopen",
    "gått ut",
    "löpt ut",
    "utgång",
    "utløp",
    "utgått",
    "udløb",
    "vanhent",
    "umpeutu",
    "erääntyn",
    "wygas",
    "stracił ważność",
    "vypršal",
    "vypršel",
    "lejárt",
    "изтек",
    "истек",
    "истёк",
    "устарел",
    "сплив",
    "закінчи",
    "минув",
    "скончыўся",
    "састарэ",
    "истекао",
    "isteka",
    "potek",
    "baigėsi",
    "beidz",
    "aegun",
    "έληξ",
    "λήξει",
    "süresi",
    "انته",
    "פג תוק",
    "منقضی",
    "期限",
    "만료",
    "过期",
    "過期",
    "หมดอายุ",
    "hết hạn",
    "hết hiệu lực",
    "kedaluwarsa",
    "kadaluarsa",
    "luput",
];

/// The cause that a text names; an unknown text names none.
pub(super) fn cause_of(text: &str) -> Cause {
    let text = text.to_lowercase();
    let names = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    match (names(REVOKED), names(EXPIRED)) {
        (true, false) => Cause::PermissionRemoved,
        (false, true) => Cause::Expired,
        // `invalid, expired or revoked` and its like.
        (true, true) | (false, false) => Cause::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_understood_in_many_languages() {
        for (revoked, expired, unknown) in [
            (
                "The access token was revoked",
                "The access token expired",
                "The access token is invalid",
            ),
            (
                "Der Zugriffs-Token wurde widerrufen",
                "Der Zugriffs-Token ist abgelaufen",
                "Der Zugriffs-Token ist ungültig",
            ),
            (
                "Le jeton d’accès a été révoqué",
                "Le jeton d’accès a expiré",
                "Le jeton d’accès n’est pas valide",
            ),
            (
                "Le jeton d'accès a été annulé",
                "Le jeton d’accès a expiré",
                "Le jeton d'accès est invalide",
            ),
            (
                "El token de acceso ha sido revocado",
                "El token de acceso ha expirado",
                "El token de acceso es inválido",
            ),
            (
                "O código de acesso foi revogado",
                "O código de acesso expirou",
                "O código de acesso é inválido",
            ),
            (
                "Il token di accesso è stato disabilitato",
                "Il token di accesso è scaduto",
                "Il token di accesso non è valido",
            ),
            (
                "Toegangscode ingetrokken",
                "Toegangscode verlopen",
                "Toegangscode ongeldig",
            ),
            (
                "Token dostępowy został unieważniony",
                "Token dostępowy wygasł",
                "Token dostępowy jest nieprawidłowy",
            ),
            (
                "Tento přístupový token byl zneplatněn",
                "Tento přístupový token vypršel",
                "Tento přístupový token je neplatný",
            ),
            (
                "Tento prístupový token bol zrušený",
                "Tento prístupový token vypršal",
                "Tento prístupový token je neplatný",
            ),
            (
                "Токен доступа был отменен",
                "Токен доступа истек",
                "Токен доступа недействителен",
            ),
            (
                "Токен доступу адазваны",
                "Токен доступу састарэў",
                "Няверны токен доступу",
            ),
            (
                "Tilgangspolletten var tilbakekalt",
                "Tilgangspolletten er utgått",
                "Tilgangspolletten er ugyldig",
            ),
            (
                "Pääsyoikeus evätty",
                "Pääsyoikeus vanhentunut",
                "Pääsyoikeus virheellinen",
            ),
            (
                "アクセストークンは取り消されています",
                "アクセストークンの有効期限が切れています",
                "アクセストークンが無効です",
            ),
            (
                "액세스 토큰이 취소되었습니다.",
                "액세스 토큰이 만료되었습니다.",
                "액세스 토큰이 잘못되었습니다.",
            ),
            ("访问令牌已被吊销", "访问令牌已过期", "访问令牌无效"),
            (
                "Access Token 已被撤銷",
                "Access Token 已過期",
                "Access Token 是無效的",
            ),
            (
                "تم إبطال رمز المصادقة",
                "انتهت صلاحية رمز المصادقة",
                "رمز المصادقة غير صالح",
            ),
            (
                "בוטל תוקף אסימון הגישה",
                "פג תוקף אסימון הגישה",
                "אסימון הגישה אינו חוקי",
            ),
            (
                "کد دسترسی فسخ شده است",
                "کد دسترسی منقضی شده است",
                "کد دسترسی معتبر نیست",
            ),
            (
                "Erişim belirteci iptal edildi",
                "Erişim belirtecinin süresi doldu",
                "Erişim belirteci geçersiz",
            ),
        ] {
            assert_eq!(cause_of(revoked), Cause::PermissionRemoved, "{revoked}");
            assert_eq!(cause_of(expired), Cause::Expired, "{expired}");
            assert_eq!(cause_of(unknown), Cause::Unknown, "{unknown}");
        }
    }

    #[test]
    fn a_text_that_names_several_reasons_names_none() {
        let all = "The grant is invalid, expired, revoked, or was issued to another client.";
        assert_eq!(cause_of(all), Cause::Unknown);
        assert_eq!(cause_of(""), Cause::Unknown);
        assert_eq!(cause_of("__ ______ ___"), Cause::Unknown);
    }
}
