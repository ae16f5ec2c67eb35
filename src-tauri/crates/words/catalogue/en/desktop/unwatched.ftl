### Why nothing is watched, in the tray after a colon, in a notice within a sentence.

unwatched-title = Greentick is not watching
unwatched-text = Nothing is checked or renewed: { $why }.
unwatched-text-helps = Nothing is checked or renewed: { $why }. Open Greentick to see what helps.
unwatched-open-keychain = Open keychain
unwatched-set-up-keychain = Set up keychain

## The key is not at hand.

unwatched-key-open = the keychain was just opened
unwatched-key-locked = keychain locked
unwatched-key-not-set-up = keychain not set up yet
unwatched-key-declined = keychain not set up
unwatched-key-no-backend = no keychain is running
unwatched-key-none = the keychain has lost the key
unwatched-key-wrong = the keychain holds another key
unwatched-key-ambiguous = the keychain holds several keys
unwatched-key-damaged = the stored sign-ins are damaged

## The store did not open.

unwatched-not-a-file = something else is in the place of its file
unwatched-folder-open = its folder is open to other users
unwatched-file-open = its file is open to other users
unwatched-not-a-database = its file cannot be read
unwatched-foreign = its file belongs to another program
unwatched-newer = a newer Greentick wrote its file
unwatched-strange-tables = its file was changed by another program
unwatched-damaged = its file is damaged
unwatched-busy = another program holds its file
unwatched-no-rights = it may not use its folder
unwatched-read-only = the disk is read-only
unwatched-full = the disk is full
unwatched-disk = the disk does not do what it should
unwatched-not-the-store = it could not start
