/* Where the icon in the tray is, which Wine 8 does not say: it is told that a click was at it, and
   nothing more, so that the app hears of no click. What asks Wine asks here instead. */

#include <windows.h>

/* An icon is there where it was clicked. */
#define REACH 8

typedef BOOL(WINAPI *WhereIsThePointer)(LPPOINT);

static HRESULT WINAPI where_the_icon_is(const void *icon, RECT *place)
{
    POINT at;
    HMODULE user = GetModuleHandleA("user32.dll");
    WhereIsThePointer pointer =
        user ? (WhereIsThePointer)(void *)GetProcAddress(user, "GetCursorPos") : NULL;
    (void)icon;
    if (!pointer || !pointer(&at))
        return E_FAIL;
    place->left = at.x - REACH;
    place->right = at.x + REACH;
    place->top = at.y - REACH;
    place->bottom = at.y + REACH;
    return S_OK;
}

/* Puts another function into the place of each import of this one. */
static void redirect(BYTE *program, const void *from, const void *to)
{
    IMAGE_NT_HEADERS *headers = (void *)(program + ((IMAGE_DOS_HEADER *)program)->e_lfanew);
    IMAGE_DATA_DIRECTORY imports =
        headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    IMAGE_IMPORT_DESCRIPTOR *library = (void *)(program + imports.VirtualAddress);
    if (!imports.Size)
        return;
    for (; library->FirstThunk; library++) {
        const void **function = (const void **)(program + library->FirstThunk);
        for (; *function; function++) {
            DWORD rights;
            if (*function != from ||
                !VirtualProtect(function, sizeof *function, PAGE_READWRITE, &rights))
                continue;
            *function = to;
            VirtualProtect(function, sizeof *function, rights, &rights);
        }
    }
}

BOOL WINAPI DllMain(HINSTANCE own, DWORD reason, LPVOID reserved)
{
    HMODULE shell = reason == DLL_PROCESS_ATTACH ? GetModuleHandleA("shell32.dll") : NULL;
    FARPROC missing = shell ? GetProcAddress(shell, "Shell_NotifyIconGetRect") : NULL;
    (void)own;
    (void)reserved;
    if (missing)
        redirect((BYTE *)GetModuleHandleA(NULL), (void *)missing, (void *)where_the_icon_is);
    return TRUE;
}
