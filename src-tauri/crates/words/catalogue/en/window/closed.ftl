### What stands in the place of the list where the store did not open.

-empty-instead = If you have a backup of it, put that in its place and try again. Otherwise set the file aside and start with an empty list.

## Each way in which the store did not open.

closed-problems-not_a_file-title = Something else is in the place of Greentick’s file
closed-problems-not_a_file-text = A folder or a link is called greentick.db here. Set it aside, and Greentick starts with an empty list.
closed-problems-not_a_database-title = Greentick’s file cannot be read
closed-problems-not_a_database-text = greentick.db is not a database any more: something wrote over it, or the disk lost it. { -empty-instead }
closed-problems-foreign-title = Greentick’s file belongs to another program
closed-problems-foreign-text = greentick.db is a database, and not one of Greentick’s. { -empty-instead }
closed-problems-strange_tables-title = Another program changed Greentick’s file
closed-problems-strange_tables-text = There is something in greentick.db that Greentick did not put there, so nothing in it is trusted. { -empty-instead }
closed-problems-damaged-title = Greentick’s file is damaged
closed-problems-damaged-text = Parts of greentick.db are missing or do not fit together, as after a fault of the disk. { -empty-instead }
closed-problems-newer-title = A newer Greentick wrote this list
closed-problems-newer-text = This version cannot read it and leaves it as it is. Quit, update Greentick and start it again: your list and your sign-ins wait in the file.
closed-problems-busy-title = Another program holds Greentick’s file
closed-problems-busy-text = A backup, a database program or another Greentick has it open. Close that one, then try again. What is stored stays as it is.
closed-problems-no_rights-title = Greentick may not use its folder
closed-problems-no_rights-text = The folder, or a file in it, belongs to another user of this computer or is closed to you. Make it yours again, then try again. What is stored stays as it is.
closed-problems-read_only-title = The disk takes no writes
closed-problems-read_only-text = Greentick writes down what it renews, so it does not start on a read-only disk. Make the disk writable, then try again. What is stored stays as it is.
closed-problems-full-title = The disk is full
closed-problems-full-text = Greentick needs some room to open its list. Free a few megabytes, then try again. What is stored stays as it is.
closed-problems-disk-title = The disk does not do what it should
closed-problems-disk-text = Greentick’s file could not be read or written, and the system does not say why. Look whether the disk is connected and healthy, then try again.
closed-problems-folder_open-title = Greentick’s folder is open to others
closed-problems-folder_open-text = Every user of this computer may write into it. Greentick can close it to everybody but you. Do that only if nobody else needs the folder.
closed-problems-file_open-title = Greentick’s file is open to others
closed-problems-file_open-text = It belongs to another user of this computer, and they can read and change it. Greentick can put a copy in its place that is yours alone.
closed-problems-not_the_store-title = Greentick could not start
closed-problems-not_the_store-text = Your list was not touched. What went wrong stands at the end of greentick.log in this folder.

## The rest.

closed-meanwhile = Until then nothing is checked or renewed, and nobody is told when a sign-in ends.
closed-by-itself = Greentick also tries again by itself.
closed-folder = Folder of greentick.db
closed-kept = What is in it, as it was last written
closed-kept-now = Whether these still work is not known: nobody looks.
closed-again = Try again
closed-trying = Opening
closed-still = That did not help: it is as it was.
closed-set-aside = Set aside and start empty…
closed-set-aside-title = Start with an empty list?
closed-set-aside-text-old = greentick.db gets today’s date in its name and stays in its folder. It is not deleted.
closed-set-aside-text-new = The new list is empty: every location has to be added and signed in to again.
closed-set-aside-confirm = Set aside and start empty
closed-set-aside-keep = Leave it as it is
closed-is-set-aside = The old file is kept in its folder as { $name }
closed-mend = Close it to others
closed-quit = Quit Greentick
