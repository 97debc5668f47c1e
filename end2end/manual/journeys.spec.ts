// The manual: each journey on a phone, photographed step by step. `make manual` writes docs/manual anew; in `make test`
// the journeys are walked and nothing is written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { begin, choose, follow, goOn, mainButton, onStep, readReceipt } from '../support/form';
import { act, addPerson, addToken, caseNumber, sendReport } from '../support/portal';
import { expect, test } from '../support/test';
import { t } from '../support/texts';

test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 });

const folder = process.env.NUANDONG_MANUAL;

/** One chapter: pictures with a sentence each. */
class Chapter {
  private lines: string[];
  private count = 0;

  constructor(private name: string, title: string, words: string) {
    this.lines = [`# ${title}`, '', words, ''];
  }

  async show(page: Page, words: string): Promise<void> {
    this.count += 1;
    if (!folder) return;
    const picture = `${this.name}-${String(this.count).padStart(2, '0')}.png`;
    mkdirSync(join(folder, 'pictures'), { recursive: true });
    await page.screenshot({ path: join(folder, 'pictures', picture), fullPage: true, animations: 'disabled' });
    this.lines.push(`${this.count}. ${words}`, '', `   <img src="pictures/${picture}" width="300" alt="第 ${this.count} 步：${words}">`, '');
  }

  close(): void {
    if (folder) writeFileSync(join(folder, `${this.name}.md`), this.lines.join('\n'));
  }
}

test('提交线索', async ({ page }) => {
  const chapter = new Chapter('lead', '提交线索', '知道被执行人或他的财产在哪里，可以告诉法院。默认匿名，手机上几分钟就能填完。');
  await page.goto('/');
  await chapter.show(page, `打开首页。有问题先看上面四条；要提交线索，点“${t('zh-CN', 'home-lead-button')}”。`);
  await page.goto('/report/lead');
  await chapter.show(page, '先看要准备什么，再点“开始填写”。');
  await begin(page, 'lead');
  await choose(page, 'category', 'asset');
  await chapter.show(page, '选线索的类别。');
  await goOn(page, 'case');
  const number = caseNumber();
  await page.locator('#case_number').fill(number);
  await mainButton(page).click();
  await expect(page.locator('main .note').first()).toContainText(number);
  await chapter.show(page, '知道案号就填。网站认出来以后会念给您看，法院自动选好；不知道可以空着。');
  await goOn(page, 'respondent');
  await page.locator('#respondent_name').fill('张某');
  await chapter.show(page, '写被执行人的名字，绰号、店名也行。');
  await goOn(page, 'story');
  await page.locator('#narrative').fill('他有一辆黑色轿车，每晚停在小区地下车库，平时他自己开。');
  await choose(page, 'q_freshness', 'today');
  await chapter.show(page, '把知道的写下来，说说消息有多新。');
  await goOn(page, 'details');
  await choose(page, 'q_asset_type', 'vehicle');
  await chapter.show(page, '选是哪种财产。');
  await goOn(page, 'more');
  await page.locator('#q_plate').fill('鲁A12345');
  await page.locator('#q_parked_where').fill('历山路某小区地下车库，晚上 9 点以后');
  await chapter.show(page, '网站只问和车有关的几个问题，知道多少写多少。');
  await goOn(page, 'files');
  await chapter.show(page, '有照片、录音就上传，没有就继续。');
  await goOn(page, 'you');
  await chapter.show(page, '线索默认匿名。想领悬赏，才要留下姓名。');
  await goOn(page, 'check');
  await chapter.show(page, '从头看一遍，哪里不对就点“修改”。这时还没有提交。');
  await page.getByRole('button', { name: t('zh-CN', 'send-lead') }).click();
  const { code } = await readReceipt(page);
  await chapter.show(page, '提交成功。抄下或保存编号和查询码：查询码只有您有，丢了没人能补。');
  await follow(page, code);
  await chapter.show(page, '用查询码随时看进展。');
  chapter.close();
});

test('投诉执行', async ({ page }) => {
  const chapter = new Chapter('complaint', '投诉执行', '法院该执行不执行、执行错了、案款迟迟不发，可以在这里投诉。投诉由上一级法院办理，被投诉的法院看不到。');
  await begin(page, 'complaint');
  await choose(page, 'category', 'funds');
  await chapter.show(page, '选投诉的类别。');
  await goOn(page, 'case');
  await page.locator('#court').selectOption('鲁0102');
  await chapter.show(page, '填案号，或者直接选被投诉的法院。');
  await goOn(page, 'respondent');
  await goOn(page, 'story');
  await page.locator('#narrative').fill('执行款去年十月就到了法院，至今没有发给我。');
  await goOn(page, 'details');
  await choose(page, 'q_funds_problem', 'not_paid');
  await page.locator('#q_funds_arrived_year').fill('2025');
  await page.locator('#q_funds_arrived_month').fill('10');
  await page.locator('#q_funds_arrived_day').fill('20');
  await choose(page, 'q_tried_ways', 'hotline');
  await chapter.show(page, '说说钱的情况、找过谁。日期用来算法定期限，记不清写个大概。');
  await goOn(page, 'more');
  await page.locator('#q_tried').fill('打过三次，没有回音');
  await goOn(page, 'livelihood');
  await choose(page, 'livelihood', 'labor');
  await chapter.show(page, '如果是工资、赡养费这类钱，选出来；家里有困难也可以说。');
  await goOn(page, 'files');
  await goOn(page, 'you');
  await page.locator('#name').fill('赵某');
  await page.locator('#phone').fill('13800138000');
  await chapter.show(page, '投诉一般留下姓名和联系方式，也可以匿名。替家人填写的，打开最下面一栏。');
  await goOn(page, 'check');
  await page.getByRole('button', { name: t('zh-CN', 'send-complaint') }).click();
  await readReceipt(page);
  await chapter.show(page, '提交成功，上面写着由哪个法院办理、什么时候回来看。');
  chapter.close();
});

test('查进展、回答法院、说结果', async ({ page }) => {
  const chapter = new Chapter('follow', '查进展、回答法院、说结果', '凭查询码能看到办到哪一步、由谁办、多久没动，也能和法院来回留言。');
  const { number, code } = await sendReport();
  const token = addToken(addPerson('triage'));
  await page.goto('/follow');
  await chapter.show(page, '在“查进展”填查询码。');
  await follow(page, code);
  await chapter.show(page, '十分钟内可以修改或撤回，过后只能撤回。');
  await act(token, number, 'claim');
  await act(token, number, 'request_info', { text: '车牌号是多少？' });
  await page.reload();
  await chapter.show(page, '法院有问题，会显示在最上面，直接在下面回答。');
  await page.locator('#message').fill('鲁A12345');
  await page.locator('form[action$="/message"] button').click();
  for (const [action, input] of [['accept', {}], ['start', {}], ['resolve', { outcome: 'controlled', text: '车已查封，谢谢您。' }]] as const) await act(token, number, action, input);
  await page.goto(`/follow/${number}`);
  await chapter.show(page, '办结以后，说说结果：问题解决了没有。没解决的，可以重办一次。');
  chapter.close();
});

test('存起来以后再填', async ({ page }) => {
  const chapter = new Chapter('resume', '存起来以后再填', '每填一步都会保存，留 7 天。换手机、换电脑也能接着填。');
  const draft = await begin(page, 'lead');
  await choose(page, 'category', 'whereabouts');
  await goOn(page, 'case');
  await page.goto(`${draft}/later`);
  await chapter.show(page, '点“存起来，以后接着填”。');
  await page.goto('/resume');
  await chapter.show(page, '下次在“接着填”填上续填码，回到停下的地方。');
  chapter.close();
});

test('算期限、找办法', async ({ page }) => {
  const chapter = new Chapter('check', '算期限、找办法', '不用提交什么，就能知道案子有哪些期限、还能走什么路。填的内容不保存。');
  await page.goto('/check');
  await chapter.show(page, '选您的情况，填上日期。');
  await page.goto('/check/remedy');
  await chapter.show(page, '或者回答三个问题，看该走哪条路。');
  await page.goto('/check/remedy?who=applicant&what=idle&stage=over_six_months');
  await chapter.show(page, '每条路都写明期限、找谁、带什么、依据哪一条。');
  chapter.close();
});

test('核对回执、字大一点', async ({ page }) => {
  const chapter = new Chapter('more', '核对回执、字大一点', '几样可能用得上的。');
  await page.goto('/verify');
  await chapter.show(page, '任何人都能核对一张回执是不是真的。');
  await page.goto('/');
  await page.getByRole('button', { name: t('zh-CN', 'elder-on') }).click();
  await onHome(page);
  await chapter.show(page, `点“长辈模式”，字变大、按钮变大；还嫌小，再点“${t('zh-CN', 'elder-larger')}”。`);
  await page.goto('/help');
  await chapter.show(page, '不会的，看帮助，也可以搜。');
  chapter.close();
  if (folder) {
    const chapters = [['lead', '提交线索'], ['complaint', '投诉执行'], ['follow', '查进展、回答法院、说结果'], ['resume', '存起来以后再填'], ['check', '算期限、找办法'], ['more', '核对回执、字大一点']];
    writeFileSync(join(folder, 'README.md'), ['# 暖冬使用手册', '', '图片由浏览器测试在手机大小的屏幕上拍下，`make manual` 重新生成。', '', ...chapters.map(([file, title]) => `- [${title}](${file}.md)`), ''].join('\n'));
  }
});

async function onHome(page: Page): Promise<void> {
  await expect(page.locator('html.elder')).toHaveCount(1);
  await expect(page).toHaveURL('/');
}

// How long a person takes, in seconds: one Han character on a phone's keyboard, a tap, finding one's way on a new page.
const HUMAN = { character: 1, tap: 1, page: 3 };

test('a lead of average length: at most nine pages, under three minutes at a human pace', async ({ page }) => {
  let seconds = 0;
  const pages = new Set<string>();
  const arrive = (step: string) => { pages.add(step); seconds += HUMAN.page; };
  const tap = () => { seconds += HUMAN.tap; };
  const type = async (field: string, text: string) => { seconds += HUMAN.tap + HUMAN.character * [...text].length; await page.locator(field).fill(text); };
  const pick = async (name: string, value: string) => { tap(); await choose(page, name, value); };
  const next = async (step: Parameters<typeof onStep>[1]) => { tap(); await goOn(page, step); arrive(step); };

  await begin(page, 'lead');
  arrive('kind');
  await pick('category', 'asset');
  await next('case');
  await type('#case_number', caseNumber());
  tap();
  await mainButton(page).click();
  await expect(page.locator('main .note').first()).toBeVisible();
  await next('respondent');
  await type('#respondent_name', '张某');
  await next('story');
  await type('#narrative', '他有一辆黑色轿车，平时自己开，每晚九点以后停在小区地下车库，白天开去城东的仓库。车写的是他妻子的名字。');
  await pick('q_freshness', 'today');
  await next('details');
  await pick('q_asset_type', 'vehicle');
  await next('more');
  await type('#q_plate', '鲁A12345');
  await type('#q_parked_where', '历山路某小区');
  await next('files');
  await next('you');
  await next('check');
  tap();
  await page.getByRole('button', { name: t('zh-CN', 'send-lead') }).click();
  await readReceipt(page);
  expect(pages.size).toBeLessThanOrEqual(9);
  expect(seconds, 'seconds of a person').toBeLessThan(180);
});
