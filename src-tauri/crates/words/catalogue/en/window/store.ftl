### The file in which everything rests was removed or replaced while the app runs.

store-title = Nothing is kept any more
store-detail = Greentick’s file was removed or replaced while it runs. What you see here is only in memory: nothing is renewed and no sign-in can begin. Save a copy, then quit Greentick. To go on with what you see, put the copy in the place of greentick.db before you start again.
store-save = Save a copy
store-saved = Saved as { $path }
