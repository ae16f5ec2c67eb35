### What stands where something could not be drawn.

## By what it is.

unshown-parts-location = This location could not be shown
unshown-parts-details = These details could not be shown
unshown-parts-card = This card could not be shown
unshown-parts-sign_in = This sign-in could not be shown
unshown-parts-step = This step could not be shown
unshown-parts-queue = The steps could not be shown
unshown-parts-date = This date could not be shown
unshown-parts-entry = This entry could not be shown
unshown-parts-client = This client could not be shown
unshown-parts-view = This view could not be shown
unshown-parts-part = This part could not be shown

## The rest.

unshown-rest = Everything else works as before.
unshown-again = Try again
