// Before the server is loaded: LIFE_<CONSTANT>=<seconds> shortens a life of @atproto/oauth-provider,
// such as LIFE_TOKEN_MAX_AGE=2.
import { registerHooks } from 'node:module';

const lives = Object.entries(process.env)
  .filter(([name]) => name.startsWith('LIFE_'))
  .map(([name, seconds]) => [name.slice('LIFE_'.length), Number(seconds) * 1000]);

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/oauth-provider/dist/oauth-constants.js')) return loaded;
    const source = lives.reduce((text, [name, life]) => {
      const shorter = text.replace(new RegExp(`export const ${name} = [^;]+;`), `export const ${name} = ${life};`);
      if (shorter === text) throw new Error(`there is no life of that name: ${name}`);
      return shorter;
    }, loaded.source.toString());
    return { ...loaded, source };
  },
});
