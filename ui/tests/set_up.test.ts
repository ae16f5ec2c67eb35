import { fireEvent, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';

import { facebook, mastodon } from '../src/api/samples';
import type { AppFindingView, NetworkView } from '../src/api/protocol';
import { words } from '../src/words';
import { click, dialog, noDialog, press, settle, show, type } from './window';

const ID = '1234567890123456';
const SECRET = '0123456789abcdef0123456789abcdef';
const bare: NetworkView = { ...facebook, client_id: null };

const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const heading = () => screen.getByRole('heading', { level: 3 });
const pasteField = () => screen.getByLabelText<HTMLTextAreaElement>('Paste what you copied');

async function paste(text: string) {
  await fireEvent.paste(pasteField(), { clipboardData: { getData: () => text } });
  await settle();
}

async function adding(network: NetworkView = bare) {
  const shown = await show({ networks: [network, mastodon] });
  await click('Connect my own');
  await click(network.name);
  return shown;
}

async function inSettings(network: NetworkView = bare) {
  const shown = await show({ networks: [network, mastodon], welcomed: true });
  await click('Settings');
  return shown;
}

test('what it brings and what it does not allow comes first, then one instruction at a time', async () => {
  await adding();
  expect(screen.getByRole('heading', { name: 'What it brings' })).toBeTruthy();
  expect(dialog().textContent).toContain('For others, Facebook asks for App Review and Business Verification.');
  expect(dialog().querySelector('fieldset')).toBeNull();
  await click('Begin');
  expect(heading().textContent).toBe('Step 1 of 4');
  expect(document.activeElement).toBe(heading());
  // Read on from the heading, the instruction follows.
  const step = document.getElementById(heading().getAttribute('aria-describedby') ?? '');
  expect(step?.textContent).toContain('choose Create app');
  expect(step?.textContent).not.toContain('Client OAuth login');
  await click('Next');
  expect(heading().textContent).toBe('Step 2 of 4');
  expect(dialog().textContent).toContain('Client OAuth login');
  expect(dialog().textContent).not.toContain('choose Create app');
});

test('Back leads to the step before, and from the first page to the networks', async () => {
  await adding();
  await click('Begin');
  await click('Next');
  await click('Back');
  expect(heading().textContent).toBe('Step 1 of 4');
  await click('Back');
  expect(heading().textContent).toBe('Facebook: register your app');
  await click('Back');
  expect(screen.getByText('Where is it?')).toBeTruthy();
});

test('Enter goes on, Alt and left goes back, and neither takes a key from a field', async () => {
  await adding();
  await click('Begin');
  await press('Enter');
  expect(heading().textContent).toBe('Step 2 of 4');
  await press('ArrowLeft');
  expect(heading().textContent).toBe('Step 2 of 4');
  await press('ArrowLeft', { altKey: true });
  expect(heading().textContent).toBe('Step 1 of 4');
  field('Client ID').focus();
  await press('ArrowLeft', { altKey: true });
  await press('Enter');
  expect(heading().textContent).toBe('Step 1 of 4');
  heading().focus();
  for (let steps = 0; steps < 4; steps += 1) await press('Enter');
  // Beyond the last step only the values are left.
  expect(heading().textContent).toBe('Step 4 of 4');
  expect(document.activeElement).toBe(pasteField());
});

test('a page that a step names is opened through the engine, and says where no browser came', async () => {
  const { asked, fake } = await adding();
  await click('Begin');
  const address = 'https://developers.facebook.com/apps/';
  await click(`Open ${address}`);
  expect(asked('open_guide_page')).toEqual([{ ask: 'open_guide_page', address }]);
  fake.refuse('open_guide_page', { failure: 'no_browser', address });
  await click(`Open ${address}`);
  expect(dialog().textContent).toContain(`The page to open is ${address}`);
});

test('both values are pasted at once, tested at once, and then it is signed in', async () => {
  const { asked } = await adding();
  await click('Begin');
  await paste(`App secret: ${SECRET}\nApp ID: ${ID}`);
  expect(screen.getByText(`Took ${ID} as the client ID, and a client secret of 32 characters.`)).toBeTruthy();
  expect([field('Client ID').value, field('Client secret').value, pasteField().value]).toEqual([ID, SECRET, '']);
  expect(field('Client secret').type).toBe('password');
  expect(document.body.innerHTML).not.toContain(SECRET);
  await click('Save and test');
  expect(asked('save_app')).toEqual([{ ask: 'save_app', network: 'facebook', client_id: ID, client_secret: SECRET }]);
  expect(asked('try_app')).toHaveLength(1);
  expect(heading().textContent.trim()).toBe('Saved and tested');
  expect(document.activeElement).toBe(heading());
  expect(dialog().textContent).toContain('Facebook knows the app and accepts them.');
  await press('Enter');
  expect(asked('add_location')).toHaveLength(1);
  await noDialog();
});

test('a secret leaves the page as it is sent, and what was pasted never stood there', async () => {
  const { fake, app } = await adding();
  await click('Begin');
  await paste(`${ID} ${SECRET}`);
  fake.hang(true);
  await click('Save and test');
  expect(field('Client secret').value).toBe('');
  expect(JSON.stringify(app.setUps.of('facebook'))).not.toContain(SECRET);
  // One click is one save.
  await click('Saving…');
  fake.hang(false);
  await settle();
  expect(fake.asked.filter(({ ask }) => ask === 'save_app')).toHaveLength(1);
});

test.each([
  ['nothing of use', 'hello there', words.setUp.nothing],
  ['a token', `EAAB${'a1'.repeat(40)}`, words.setUp.wrong('token', 'Client ID', 'Facebook')],
  ['two IDs', `${ID} 6543210987654321`, words.setUp.unsureId],
  ['an ID alone', ID, words.setUp.stillSecret],
])('%s is told by name', async (_, text, said) => {
  await adding();
  await click('Begin');
  await paste(text);
  expect(screen.getByText(said)).toBeTruthy();
});

test('what is typed into the box is sorted with Enter, and what is dropped at once', async () => {
  await adding();
  await click('Begin');
  const box = pasteField();
  for (const letter of ID) {
    box.value += letter;
    box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
  }
  await settle();
  expect([field('Client ID').value, box.value]).toEqual(['', ID]);
  box.focus();
  await press('Enter');
  expect([field('Client ID').value, box.value]).toEqual([ID, '']);
  box.value = SECRET;
  box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromDrop' }));
  await settle();
  expect([field('Client secret').value, box.value]).toEqual([SECRET, '']);
});

const wrongCredentials: AppFindingView[] = [{ tried: 'credentials', showed: 'wrong', missing: [] }];

test('what the network does not accept is said beside the field, and both can be pasted anew', async () => {
  const { fake, asked } = await adding();
  await click('Begin');
  fake.findInApp(wrongCredentials);
  await paste(`${ID} ${SECRET}`);
  await click('Save and test');
  expect(field('Client ID').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByRole('alert').textContent).toBe(words.setUp.credentialsWrong('Facebook'));
  fake.findInApp([{ tried: 'credentials', showed: 'fine', missing: [] }]);
  await paste(`${ID} ${SECRET}`);
  await click('Save and test');
  expect(asked('save_app')).toHaveLength(2);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByRole('button', { name: 'Sign in at Facebook' })).toBeTruthy();
});

test('an address that is not entered leads back to the step that tells of it', async () => {
  const { fake } = await adding();
  await click('Begin');
  fake.findInApp([
    { tried: 'credentials', showed: 'fine', missing: [] },
    { tried: 'redirect', showed: 'missing', missing: [] },
  ]);
  await paste(`${ID} ${SECRET}`);
  await click('Save and test');
  expect(heading().textContent.trim()).toBe('Saved, but something is wrong');
  expect(screen.getByRole('button', { name: 'Sign in at Facebook all the same' })).toBeTruthy();
  await click('Show step 2, where it is entered');
  expect(heading().textContent).toBe('Step 2 of 4');
  expect(document.activeElement).toBe(heading());
});

test('who saves early is told what is still to do there, and who went through is not', async () => {
  await adding();
  await click('Begin');
  await click('Next');
  await paste(`${ID} ${SECRET}`);
  await click('Save and test');
  const ahead = within(screen.getByRole('region', { name: 'Still to do at Facebook' }));
  // The third is what was just done: copying both.
  expect(ahead.getAllByRole('listitem').map((step) => (step as HTMLLIElement).value)).toEqual([4]);
  expect(ahead.getByText(/Greentick signs every call with it/)).toBeTruthy();
  await click('Back');
  await click('Next');
  await click('Next');
  await paste(SECRET);
  await click('Save and test');
  expect(screen.queryByText('Still to do at Facebook')).toBeNull();
});

test('an app that could not be tested is saved all the same, and says why', async () => {
  const { fake, asked } = await adding();
  await click('Begin');
  fake.refuse('try_app', { failure: 'vault_closed' });
  await paste(`${ID} ${SECRET}`);
  await click('Save and test');
  expect(heading().textContent.trim()).toBe('Saved');
  expect(dialog().textContent).toContain('locked');
  await click('Sign in at Facebook');
  expect(asked('add_location')).toHaveLength(1);
});

test('a sign-in that does not begin is explained where it was asked for', async () => {
  const { fake } = await adding();
  await click('Begin');
  await paste(`${ID} ${SECRET}`);
  await click('Save and test');
  fake.refuse('add_location', { failure: 'port_taken', taken: { port: 47_824, by: 'node' } });
  await click('Sign in at Facebook');
  expect(screen.getByRole('alert').textContent).toContain('The program node uses port 47824');
});

test('a set-up that is put off keeps its step and its ID, never the secret, and stands in the list', async () => {
  const { app } = await adding();
  await click('Begin');
  await click('Next');
  await paste(`${ID} ${SECRET}`);
  await click('Save and go on later');
  await click('Throw away');
  await noDialog();
  expect(app.setUps.of('facebook')).toEqual({ at: 2, id: ID });
  await click('Settings');
  const line = within(screen.getByRole('region', { name: 'Facebook' }));
  expect(line.getByText('Set-up unfinished, at step 2 of 4')).toBeTruthy();
  line.getByRole('button', { name: 'Go on' }).click();
  await settle();
  expect(screen.getByText('Step 2 of 4')).toBeTruthy();
  expect([field('Client ID').value, field('Client secret').value]).toEqual([ID, '']);
  await paste(SECRET);
  await click('Save and test');
  expect(app.setUps.of('facebook')).toBeNull();
  await click('Done');
  expect(line.queryByText(/unfinished/)).toBeNull();
  expect(document.activeElement?.textContent).toBe('Replace');
});

test('a colleague is sent all of it in one text, and where it cannot be copied it stands there', async () => {
  await adding();
  const writeText = vi.fn(() => Promise.resolve());
  const clipboard = (write: () => Promise<void>) =>
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: write } });
  clipboard(writeText);
  await click('Send this to a colleague');
  expect(writeText).toHaveBeenCalledWith(expect.stringContaining('https://developers.facebook.com/apps/'));
  expect(screen.getByText(words.setUp.sent)).toBeTruthy();
  clipboard(() => Promise.reject(new Error('denied')));
  await click('Send this to a colleague');
  expect(screen.getByLabelText<HTMLTextAreaElement>(words.setUp.sendByHand).value).toContain('Require app secret');
});

test('who replaces an app is at the last step, and the settings end where they began', async () => {
  await inSettings(facebook);
  await click('Replace');
  expect(screen.getByText('Step 4 of 4')).toBeTruthy();
  expect(field('Client ID').value).toBe(facebook.client_id);
  for (let steps = 0; steps < 5; steps += 1) await click('Back');
  expect(screen.queryByLabelText('Client ID')).toBeNull();
  expect(document.activeElement?.textContent).toBe('Replace');
});

test('what a test of the app cannot show, its page says beside it', async () => {
  await inSettings(facebook);
  await click('Test app');
  expect(screen.getByRole('heading', { name: 'Who can use it' })).toBeTruthy();
  expect(screen.getByText(/For others, Facebook asks for App Review/)).toBeTruthy();
});

test.each(['Back', 'Save and go on later', 'Close'])('%s asks before a typed secret is thrown away, and the steps keep it', async (leave) => {
  const { app } = await adding();
  await click('I have the values already');
  await type('Client secret', 'shh');
  for (let steps = 0; steps < 4; steps += 1) await click('Back');
  const asks = () => screen.queryByRole('dialog', { name: 'Throw away what you typed?' });
  expect(asks()).toBeNull();
  await click(leave);
  expect(asks()).toBeTruthy();
  await click('Keep typing');
  await click('I have the values already');
  expect(field('Client secret').value).toBe('shh');
  expect(app.setUps.of('facebook')).toBeNull();
});

test('what is still in the box is sorted as it is saved', async () => {
  const { asked } = await adding();
  await click('I have the values already');
  await type('Client ID', ID);
  const box = pasteField();
  for (const letter of SECRET) {
    box.value += letter;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  await click('Save and test');
  expect(asked('save_app')).toEqual([{ ask: 'save_app', network: 'facebook', client_id: ID, client_secret: SECRET }]);
});

test('the fields say what the network calls the two values', async () => {
  await adding();
  await click('I have the values already');
  expect(dialog().textContent).toContain('Facebook calls it App ID.');
  expect(dialog().textContent).toContain('Facebook calls it App secret.');
});
