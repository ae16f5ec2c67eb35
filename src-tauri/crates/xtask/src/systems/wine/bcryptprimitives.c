/* What Rust's standard library takes its random bytes from, which Wine 8 lacks. */

#include <windows.h>

/* The name under which advapi32 has given random bytes since Windows XP. */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

/* Wine's own source of them gives up on larger pieces. */
#define PIECE 65536

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    while (length > 0) {
        ULONG piece = length < PIECE ? (ULONG)length : PIECE;
        if (!SystemFunction036(bytes, piece))
            return FALSE;
        bytes += piece;
        length -= piece;
    }
    return TRUE;
}
