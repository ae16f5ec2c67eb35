//! The permissions an app may ask for, with the words that the consent page shows.

pub(crate) const ALL: &[(&str, &str)] = &[
    ("public_profile", "Your name and profile picture"),
    ("email", "Your e-mail address"),
    ("pages_show_list", "See the list of your Pages"),
    (
        "business_management",
        "See Pages that belong to your business portfolio",
    ),
    (
        "pages_read_engagement",
        "Read what your Pages post, and how many people follow them",
    ),
    (
        "pages_read_user_content",
        "Read what others post on your Pages",
    ),
    (
        "pages_manage_posts",
        "Create and manage posts on your Pages",
    ),
    (
        "pages_manage_engagement",
        "Reply to and hide comments on your Pages",
    ),
    ("pages_manage_metadata", "Manage the settings of your Pages"),
    ("pages_manage_ads", "Manage ads for your Pages"),
    ("pages_messaging", "Read and answer messages of your Pages"),
    ("read_insights", "Read the statistics of your Pages"),
    ("publish_video", "Publish videos on your Pages"),
    (
        "instagram_basic",
        "See the Instagram accounts linked to your Pages, and their posts",
    ),
    (
        "instagram_content_publish",
        "Publish on the Instagram accounts linked to your Pages",
    ),
    (
        "instagram_manage_insights",
        "Read the statistics of the Instagram accounts linked to your Pages",
    ),
    (
        "instagram_manage_comments",
        "Read and answer comments on Instagram",
    ),
    (
        "instagram_manage_messages",
        "Read and answer messages on Instagram",
    ),
    ("ads_management", "Manage your ad accounts"),
    ("ads_read", "Read the statistics of your ads"),
];

/// Given with every approval; nobody can untick it.
pub(crate) const ALWAYS: &str = "public_profile";

pub(crate) fn known(permission: &str) -> bool {
    ALL.iter().any(|(name, _)| *name == permission)
}

pub(crate) fn words(permission: &str) -> &str {
    ALL.iter()
        .find(|(name, _)| *name == permission)
        .map_or(permission, |(_, words)| words)
}

/// Permissions that the person gives page by page.
pub(crate) fn is_about_pages(permission: &str) -> bool {
    permission.starts_with("pages_") || permission == "read_insights"
}

/// Permissions about the Instagram accounts of the ticked pages.
pub(crate) fn is_about_instagram(permission: &str) -> bool {
    permission.starts_with("instagram_")
}
