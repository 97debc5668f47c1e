// The portal's texts by key, from the files that are compiled into it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Lang = 'zh-CN' | 'en';
export const LANGS: readonly Lang[] = ['zh-CN', 'en'];

const folder = join(__dirname, '../../locales');

function read(lang: Lang): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of readdirSync(join(folder, lang)).filter((name) => name.endsWith('.ftl'))) {
    let key = '';
    for (const line of readFileSync(join(folder, lang, file), 'utf8').split('\n')) {
      const start = /^([a-z][a-z0-9-]*) *= *(.*)$/.exec(line);
      if (start) texts.set((key = start[1]), start[2]);
      else if (key && /^ +\S/.test(line)) texts.set(key, `${texts.get(key)}\n${line.trim()}`.trim());
      else key = '';
    }
  }
  return texts;
}

const all: Record<Lang, Map<string, string>> = { 'zh-CN': read('zh-CN'), en: read('en') };

/** A text; its values set in. */
export function t(lang: Lang, key: string, values: Record<string, string> = {}): string {
  const text = all[lang].get(key);
  if (text === undefined) throw new Error(`no text ${key} in locales/${lang}`);
  const literal = text.replace(/\{"([^"]*)"\}/g, '$1');
  return literal.replace(/\{ *\$([a-z]+) *\}/g, (_, name: string) => values[name] ?? `{${name}}`);
}

/** The words of an error: its own if there are any, else those of its kind. */
export function errorText(lang: Lang, field: string, code: string): string {
  const slug = (name: string) => name.replaceAll('_', '-');
  const own = `error-${slug(field)}-${slug(code)}`;
  return all[lang].has(own) ? t(lang, own) : t(lang, `error-any-${slug(code)}`);
}

/** An address of the site in a language. */
export function at(lang: Lang, path: string): string {
  if (lang === 'zh-CN') return path;
  return path === '/' ? '/en' : `/en${path}`;
}

/** How the title of a page with errors begins. */
export const ERROR_TITLE: Record<Lang, RegExp> = { 'zh-CN': /^错误：/, en: /^Error: / };
