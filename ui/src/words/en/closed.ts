import type { StoreProblemCode } from '../../api/protocol';

interface Said {
  title: string;
  text: string;
}

const emptyInstead =
  'If you have a backup of it, put that in its place and try again. Otherwise set the file aside and start with an empty list.';

const problems = {
  not_a_file: {
    title: 'Something else is in the place of Greentick’s file',
    text: 'A folder or a link is called greentick.db here. Set it aside, and Greentick starts with an empty list.',
  },
  not_a_database: {
    title: 'Greentick’s file cannot be read',
    text: `greentick.db is not a database any more: something wrote over it, or the disk lost it. ${emptyInstead}`,
  },
  foreign: {
    title: 'Greentick’s file belongs to another program',
    text: `greentick.db is a database, and not one of Greentick’s. ${emptyInstead}`,
  },
  strange_tables: {
    title: 'Another program changed Greentick’s file',
    text: `There is something in greentick.db that Greentick did not put there, so nothing in it is trusted. ${emptyInstead}`,
  },
  damaged: {
    title: 'Greentick’s file is damaged',
    text: `Parts of greentick.db are missing or do not fit together, as after a fault of the disk. ${emptyInstead}`,
  },
  newer: {
    title: 'A newer Greentick wrote this list',
    text: 'This version cannot read it and leaves it as it is. Quit, update Greentick and start it again: your list and your sign-ins wait in the file.',
  },
  busy: {
    title: 'Another program holds Greentick’s file',
    text: 'A backup, a database program or another Greentick has it open. Close that one, then try again. What is stored stays as it is.',
  },
  no_rights: {
    title: 'Greentick may not use its folder',
    text: 'The folder, or a file in it, belongs to another user of this computer or is closed to you. Make it yours again, then try again. What is stored stays as it is.',
  },
  read_only: {
    title: 'The disk takes no writes',
    text: 'Greentick writes down what it renews, so it does not start on a read-only disk. Make the disk writable, then try again. What is stored stays as it is.',
  },
  full: {
    title: 'The disk is full',
    text: 'Greentick needs some room to open its list. Free a few megabytes, then try again. What is stored stays as it is.',
  },
  disk: {
    title: 'The disk does not do what it should',
    text: 'Greentick’s file could not be read or written, and the system does not say why. Look whether the disk is connected and healthy, then try again.',
  },
  folder_open: {
    title: 'Greentick’s folder is open to others',
    text: 'Every user of this computer may write into it. Greentick can close it to everybody but you. Do that only if nobody else needs the folder.',
  },
  file_open: {
    title: 'Greentick’s file is open to others',
    text: 'It belongs to another user of this computer, and they can read and change it. Greentick can put a copy in its place that is yours alone.',
  },
  not_the_store: {
    title: 'Greentick could not start',
    text: 'Your list was not touched. What went wrong stands at the end of greentick.log in this folder.',
  },
} satisfies Record<StoreProblemCode, Said>;

export const closed = {
  problem: (code: StoreProblemCode): Said => problems[code],
  meanwhile: 'Until then nothing is checked or renewed, and nobody is told when a sign-in ends.',
  byItself: 'Greentick also tries again by itself.',
  folder: 'Folder of greentick.db',
  kept: 'What is in it, as it was last written',
  keptNow: 'Whether these still work is not known: nobody looks.',
  again: 'Try again',
  trying: 'Opening',
  still: 'That did not help: it is as it was.',
  setAside: 'Set aside and start empty…',
  setAsideTitle: 'Start with an empty list?',
  setAsideText: [
    'greentick.db gets today’s date in its name and stays in its folder. It is not deleted.',
    'The new list is empty: every location has to be added and signed in to again.',
  ],
  setAsideConfirm: 'Set aside and start empty',
  setAsideKeep: 'Leave it as it is',
  isSetAside: (name: string) => `The old file is kept in its folder as ${name}`,
  mend: 'Close it to others',
  quit: 'Quit Greentick',
};
