; Installs Greentick for one user, and takes away all of it but the user's data. `cargo xtask package
; windows` gives VERSION, FILES (the folder with the app) and OUT (the installer), and its tests QUICK,
; which is made sooner and larger.

Unicode true
; With the smaller 32-bit one Windows would show HKCU\Software and the folders of another world.
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
; Nothing is written that other users read, so that no administrator is needed.
RequestExecutionLevel user

!include "MUI2.nsh"
!include "LogicLib.nsh"

!define NAME "Greentick"
!define IDENTIFIER "app.greentick"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${IDENTIFIER}"
!define LINKS "Software\Classes\${IDENTIFIER}"
!define NOTICES "Software\Classes\AppUserModelId\${IDENTIFIER}"
; Under this key Microsoft's installer of WebView2 notes its version.
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; A running program's file cannot be written.
!macro QUIT_FIRST
  ${If} ${FileExists} "$INSTDIR\greentick.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\greentick.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "Greentick is running: quit it in its tray icon's menu, then start this once more." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section
  SetRegView 64
  !insertmacro QUIT_FIRST
  SetOutPath "$INSTDIR"
  File "${FILES}\greentick.exe"
  File "${FILES}\WebView2Loader.dll"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\greentick.exe"

  WriteRegStr HKCU "${LINKS}" "" "URL:${NAME}"
  WriteRegStr HKCU "${LINKS}" "URL Protocol" ""
  WriteRegStr HKCU "${LINKS}\DefaultIcon" "" "$INSTDIR\greentick.exe,0"
  WriteRegStr HKCU "${LINKS}\shell\open\command" "" '"$INSTDIR\greentick.exe" "%1"'
  WriteRegStr HKCU "${NOTICES}" "DisplayName" "${NAME}"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\greentick.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ReadRegStr $0 HKLM "Software\WOW6432Node\${WEBVIEW}" "pv"
  ReadRegStr $1 HKCU "Software\${WEBVIEW}" "pv"
  ${If} "$0$1" == ""
    MessageBox MB_OK|MB_ICONINFORMATION "Greentick's windows need Microsoft's WebView2, which is not installed here. It is a part of Windows 11, and for Windows 10 at go.microsoft.com/fwlink/p/?LinkId=2124703." /SD IDOK
  ${EndIf}
SectionEnd

Section "Uninstall"
  SetRegView 64
  !insertmacro QUIT_FIRST
  Delete "$INSTDIR\greentick.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${LINKS}"
  DeleteRegKey HKCU "${NOTICES}"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
