/** A repeatable source of numbers in [0, 1): the same key gives the same numbers (FNV-1a into mulberry32). */
export function random(...key: (string | number)[]): () => number {
	let state = 0x811c9dc5;
	for (const character of key.join('|')) {
		state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
	}
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
	};
}

/** A whole number from `from` to `to`, both included. */
export const between = (next: () => number, from: number, to: number) =>
	from + Math.floor(next() * (to - from + 1));

/** One of a list. */
export const pick = <T,>(next: () => number, list: readonly T[]): T =>
	list[Math.floor(next() * list.length)];

/** `length` hexadecimal digits. */
export const hex = (next: () => number, length: number) =>
	Array.from({ length }, () => between(next, 0, 15).toString(16)).join('');

/** A random UUID's form. */
export const uuid = (next: () => number) =>
	hex(next, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');

/** A copy in another order. */
export function shuffled<T>(next: () => number, list: readonly T[]): T[] {
	const rows = [...list];
	for (let last = rows.length - 1; last > 0; last--) {
		const other = between(next, 0, last);
		[rows[last], rows[other]] = [rows[other], rows[last]];
	}
	return rows;
}

const surnames = `佐藤 サトウ sato,鈴木 スズキ suzuki,高橋 タカハシ takahashi,田中 タナカ tanaka,伊藤 イトウ ito,渡辺 ワタナベ watanabe,
山本 ヤマモト yamamoto,中村 ナカムラ nakamura,小林 コバヤシ kobayashi,加藤 カトウ kato,吉田 ヨシダ yoshida,山田 ヤマダ yamada,
佐々木 ササキ sasaki,山口 ヤマグチ yamaguchi,松本 マツモト matsumoto,井上 イノウエ inoue,木村 キムラ kimura,林 ハヤシ hayashi,
斎藤 サイトウ saito,清水 シミズ shimizu,長谷川 ハセガワ hasegawa,森 モリ mori,五十嵐 イガラシ igarashi,髙田 タカダ takada`;
const givenNames = `陽翔 ハルト haruto,蓮 レン ren,湊 ミナト minato,悠真 ユウマ yuma,大輔 ダイスケ daisuke,健太 ケンタ kenta,
翔太 ショウタ shota,直樹 ナオキ naoki,拓也 タクヤ takuya,誠 マコト makoto,浩二 コウジ koji,隆 タカシ takashi,
陽葵 ヒマリ himari,結衣 ユイ yui,葵 アオイ aoi,さくら サクラ sakura,美咲 ミサキ misaki,愛 アイ ai,
真由美 マユミ mayumi,恵子 ケイコ keiko,由美子 ユミコ yumiko,香織 カオリ kaori,千尋 チヒロ chihiro,莉子 リコ riko`;
const table = (lines: string) =>
	lines.split(/,\s*/).map((line) => {
		const [name, kana, romaji] = line.split(' ');
		return { name, kana, romaji };
	});
const surnameTable = table(surnames);
const givenNameTable = table(givenNames);

/** An invented person's surname and given name, each in kanji, katakana and Latin letters. */
export const person = (next: () => number) => ({
	last: pick(next, surnameTable),
	first: pick(next, givenNameTable),
});
