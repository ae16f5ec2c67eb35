### Why something that was asked for was not done.

## Each by its code.

failure-failures-gone = That is not there any more.
failure-failures-malformed = Greentick could not read that request.
failure-failures-vault_closed = The stored sign-ins are locked. See the top of the window.
failure-failures-app_needed = This network needs your developer app first.
failure-failures-bad_host = That is not a name the network knows.
failure-failures-no_answer = The network did not answer.
failure-failures-bad_address = That is not the address of this sign-in.
failure-failures-bad_token = That cannot be an access token. Copy it once more, without spaces.
failure-failures-port_taken = Another program uses the port that the network leads back to. Close it and try again.
failure-failures-bad_app = The app’s id or secret cannot be right.
failure-failures-bad_client_name = That cannot be the name of a client.
failure-failures-no_browser = No browser opened on this computer.
failure-failures-not_saved = The file could not be saved in your folder of downloads. Is it full, or may it not be written to?
failure-failures-not_stored = Greentick could not write to its own file. Nothing was changed.
failure-failures-store_moved = Greentick’s file was removed or replaced while it runs, so nothing new can be kept. Save a copy, then start Greentick again.
failure-failures-entry_changed = Where this location leads was damaged or changed by another program. Add it again, and remove this row if it stays.
failure-failures-disk_full = The disk is full. Nothing was changed; make room and try again.
failure-failures-store_closed = Greentick’s file is not open, so nothing was done.
failure-failures-internal = Something in Greentick did not work. Please try again.
failure-setup_file-not_there = There is no file there, or it may not be read.
failure-setup_file-not_a_setup_file = That is not a set-up file. Ask for the one that ends in “.greentick”.
failure-setup_file-wrong_passphrase = That passphrase does not open the file. Type it again, or ask whoever sent it.
failure-setup_file-damaged = Something of the file is missing or was changed. Have it sent again.
failure-setup_file-newer = A newer Greentick made this file. Update, then open it again.
failure-setup_file-too_large = That is more than one file holds. Have it made in parts.
failure-setup_file-too_costly = This file asks more of the computer than a set-up file does. Greentick did not make it.
failure-setup_file-of_practice = This file was made in practice, and brings nothing that is real.
failure-setup_file-not_of_practice = This file is not of the practice networks. Open it outside of practice.
failure-setup_file-none_open = No file is open any more. Open it again.
failure-setup_file-busy = Another file is being worked on. Try again in a moment.
failure-setup_file-nothing = There is nothing here yet that could be in a file.
failure-setup_file-short_passphrase = That can be guessed. A passphrase has 12 characters or more.
failure-setup_file-long_passphrase = That is longer than a passphrase can be.
failure-no-browser = No browser opened on this computer. The page to open is { $address }
