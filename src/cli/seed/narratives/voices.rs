//! Who speaks and what is owed: claims, openings, endings and later messages.

use super::{Claim, Voice, Who};
use crate::domain::report::{Category, Channel, Livelihood};

const fn claim(
    livelihood: Option<Livelihood>,
    who: Who,
    trade: &'static str,
    range: (u32, u32),
    own: &'static str,
    debt: &'static str,
) -> Claim {
    Claim { livelihood, who, trade, range, own, debt }
}

/// What is owed. `own` follows the creditor's name (or 我), `debt` follows the debtor's.
pub const CLAIMS: &[Claim] = {
    use Livelihood::{Child, CrimCivil, Injury, Labor, Medical, Parents, Pension, Spouse, Supervised, Traffic};
    use Who::{Company, Person};
    &[
        claim(
            Some(Labor),
            Company,
            "",
            (8_000, 260_000),
            "在{d}干了{months}个月，工资{money}一直拖着，{judged}",
            "欠着{count}个工人的工资不发",
        ),
        claim(
            Some(Labor),
            Company,
            "建筑劳务",
            (20_000, 900_000),
            "和{count}个老乡在{d}的工地干活，被欠工资{money}，{judged}",
            "欠农民工工资好几年",
        ),
        claim(
            Some(Labor),
            Person,
            "",
            (6_000, 300_000),
            "跟着包工头{d}干活，被欠工钱{money}，{judged}",
            "是个包工头，民工的血汗钱一直不给",
        ),
        claim(
            Some(Labor),
            Person,
            "",
            (6_000, 90_000),
            "给{d}开了{months}个月的车，工资{money}没有结，{judged}",
            "雇人不给工钱",
        ),
        claim(
            Some(Parents),
            Person,
            "",
            (3_000, 60_000),
            "向不孝子{d}要赡养费，{judged}，每月{alimony}，累计{money}没给",
            "不管老人，赡养费一分不出",
        ),
        claim(
            Some(Spouse),
            Person,
            "",
            (5_000, 80_000),
            "身患重病，{d}应付扶养费每月{alimony}，{judged}，现欠{money}",
            "媳妇病了不管，判了扶养费也不给",
        ),
        claim(
            Some(Child),
            Person,
            "",
            (5_000, 120_000),
            "离婚以后独自带孩子，{d}该给的抚养费每月{alimony}，{judged}，现已欠{money}",
            "离婚后孩子抚养费一直不付",
        ),
        claim(
            Some(Child),
            Person,
            "",
            (5_000, 120_000),
            "一个人带两个孩子，前夫{d}欠抚养费{money}，{judged}",
            "两个孩子的抚养费都不出",
        ),
        claim(
            Some(Pension),
            Company,
            "运输",
            (150_000, 900_000),
            "的家人在{d}干活时出事去世，抚恤金和赔偿{money}，{judged}",
            "工人没了也不赔人家家属",
        ),
        claim(
            Some(Medical),
            Company,
            "医疗管理",
            (60_000, 700_000),
            "在{d}做治疗出了事故落下残疾，应赔{money}，{judged}",
            "给人看坏了病不赔钱",
        ),
        claim(
            Some(Traffic),
            Person,
            "",
            (30_000, 800_000),
            "骑车被{d}开车撞成骨折，应赔{money}，{judged}",
            "开车撞了人，赔偿款一直不付",
        ),
        claim(
            Some(Traffic),
            Person,
            "",
            (30_000, 800_000),
            "因交通事故住院{months}个月，肇事人{d}应付{money}，{judged}",
            "撞伤人以后就躲着不赔",
        ),
        claim(
            Some(Injury),
            Company,
            "",
            (30_000, 500_000),
            "在{d}上班时被机器伤了手，工伤赔偿{money}，{judged}",
            "出了工伤不赔",
        ),
        claim(
            Some(CrimCivil),
            Person,
            "",
            (10_000, 300_000),
            "被{d}打成轻伤，附带民事部分应赔{money}，{judged}",
            "把人打伤了，判赔的钱没给",
        ),
        claim(
            Some(Supervised),
            Company,
            "",
            (500_000, 6_000_000),
            "与{d}的合同纠纷标的{money}，{judged}，案件早被列为督办案件",
            "欠了一大片债，上面都督办了",
        ),
        claim(None, Person, "", (20_000, 2_000_000), "借给{d}{money}，有借条有转账，{judged}", "借了亲戚朋友的钱不还"),
        claim(
            None,
            Person,
            "",
            (20_000, 900_000),
            "替{d}做担保，替他还了银行{money}，追偿的案子{judged}",
            "让人担保贷款，自己拍屁股不还",
        ),
        claim(
            None,
            Person,
            "",
            (30_000, 600_000),
            "和{d}合伙做{goods}生意，散伙后他该退{money}，{judged}",
            "合伙的账赖着不给",
        ),
        claim(
            None,
            Person,
            "",
            (10_000, 150_000),
            "把房子租给{d}，欠租金{money}，{judged}",
            "房租欠着不给，还占着房子",
        ),
        claim(
            None,
            Person,
            "",
            (15_000, 180_000),
            "交给{d}装修款{money}，活没干完人就不见了，{judged}",
            "收了装修款不干活也不退",
        ),
        claim(None, Company, "", (30_000, 3_000_000), "给{d}供{goods}，欠货款{money}，{judged}", "欠供货商的货款"),
        claim(None, Company, "", (80_000, 5_000_000), "承包{d}的工程，工程款{money}没有结，{judged}", "欠工程款不结"),
        claim(
            None,
            Company,
            "房地产开发",
            (60_000, 900_000),
            "买了{d}的房子交不了房，应退{money}，{judged}",
            "收了购房款交不了房也不退",
        ),
        claim(
            None,
            Company,
            "",
            (20_000, 400_000),
            "在{d}存了预付款{money}，店关了不退，{judged}",
            "收了会员的预付款不退",
        ),
    ]
};

/// How the judgment came about; stands inside a claim.
pub const JUDGED: &[&str] = &[
    "{since}法院判了",
    "判决{since}就生效了",
    "{since}在法院调解过，对方一次没付",
    "官司{since}就打赢了",
    "{since}拿到了生效判决",
    "法律文书{since}已生效",
    "{since}就判下来了",
];

/// Endings of leads are wishes, those of complaints are demands.
pub const fn voices(channel: Channel) -> &'static [(Voice, u32)] {
    match channel {
        Channel::Lead => &[
            (Voice::Neighbour, 30),
            (Voice::Creditor, 22),
            (Voice::ExEmployee, 10),
            (Voice::Lawyer, 6),
            (Voice::Daughter, 7),
            (Voice::Angry, 12),
            (Voice::Afraid, 13),
        ],
        Channel::Complaint => {
            &[(Voice::Creditor, 44), (Voice::Lawyer, 16), (Voice::Daughter, 16), (Voice::Angry, 18), (Voice::Afraid, 6)]
        }
    }
}

pub const fn openings(voice: Voice, who: Who, channel: Channel) -> &'static [&'static str] {
    match (voice, who, channel) {
        (Voice::Neighbour, Who::Company, _) => &[
            "我在{d}旁边开店。这家公司{debt}，附近都知道。",
            "我就住{place}{d}门口那条街上，听说这公司{debt}。",
            "我跟{d}打过交道，知道它{debt}。",
            "路过的群众，反映一下{d}的情况，这公司{debt}，法院一直找不到东西。",
        ],
        (Voice::Neighbour, ..) => &[
            "我和{d}住一个小区，他{debt}，这事邻居都知道。",
            "我是{village}的村民，本村{d}{debt}。",
            "我跟{d}楼上楼下住着，他{debt}，门上贴过法院的封条通知。",
            "在{place}{estate}住的{d}，{debt}，我看不过去。",
            "看到法院公布的名单上有{d}，我正好认识这个人。他{debt}。",
            "{d}是我以前的同事，{debt}。",
        ],
        (Voice::ExEmployee, ..) => &[
            "我原来在{d}干了{years}年，{month_left}离职。公司{debt}。",
            "我以前是{d}的{job}，内部情况我知道一些。公司{debt}，账上却不是真没钱。",
            "{d}的老员工反映：公司{debt}。",
        ],
        (Voice::Creditor, _, Channel::Lead) => &[
            "我是申请执行人{name}，{own}。",
            "我{own}。法院一直说没找到财产，我自己打听到一些。",
            "你好，我{own}，案子在{court}执行。",
            "我{own}，到现在一分没拿到，现提供线索。",
        ],
        (Voice::Creditor, _, Channel::Complaint) => &[
            "我是申请执行人{name}，{own}。",
            "我{own}，{filed}在{court}申请执行。",
            "你好，反映{court}一个执行案件。我{own}。",
            "我{own}，案子在{court}，负责的是{judge}。",
        ],
        (Voice::Lawyer, ..) => &[
            "本人系申请执行人{name}的委托代理人。{name}{own}，{filed}由{court}立案执行。",
            "我是律师，代理{name}与{d}一案。委托人{own}。",
            "受{name}委托反映以下情况：{name}{own}。",
        ],
        (Voice::Daughter, ..) => &[
            "我替父亲{name}写的，父亲今年{age}岁，不会用手机。他{own}。",
            "我母亲{age}岁了，眼睛不好，我是她女儿，替她说。母亲{own}。",
            "老人{name}今年{age}，是我爸。他{own}，天天在家念叨这笔钱。",
        ],
        (Voice::Angry, Who::Company, _) => {
            &["{d}就是骗子公司！我{own}。", "我{own}！！老板天天吃香喝辣。", "还有没有人管了，{d}{debt}，"]
        }
        (Voice::Angry, ..) => {
            &["{d}这个老赖！我{own}。", "我{own}，找了他无数回，", "我就想问问凭什么，{d}{debt}，日子过得比谁都好，"]
        }
        (Voice::Afraid, Who::Company, _) => &[
            "不要透露是谁说的，我还在{d}上班。公司{debt}。",
            "我家就在{d}附近，他们老板认识的人多，求保密。公司{debt}。",
        ],
        (Voice::Afraid, ..) => &[
            "我不敢留名字，请一定保密，{d}跟我家沾亲。他{debt}。",
            "犹豫了很久才写。我认识{d}，他{debt}。他脾气不好，千万别说是我讲的。",
            "千万别让人知道是我说的，孩子还在一个学校。{d}{debt}。",
        ],
        (Voice::Debtor, ..) => &[
            "我是被执行人{name}，与{d}一案在{court}执行。",
            "我是{court}一个案件的被执行人，申请人是{d}，我不是不还，有话要说。",
            "本人{name}，{court}把我列为被执行人，申请人{d}。",
        ],
        (Voice::Outsider, ..) => &[
            "我叫{name}，不是{d}一案的当事人，跟他的债没有关系。",
            "我是案外人，{court}执行{d}的时候牵连到了我。",
            "我和{d}非亲非故，{court}执行他的案子却动了我的东西。",
        ],
    }
}

pub const fn endings(voice: Voice, channel: Channel) -> &'static [&'static str] {
    match (voice, channel) {
        (Voice::Afraid, _) => &[
            "求你们保密，我不留电话。",
            "请不要上门找我，有问题在这里留言我会看。",
            "这条看完别往外传，我怕被报复。",
            "只要别说出我就行。",
        ],
        (Voice::Angry, Channel::Lead) => &[
            "你们倒是去查啊！",
            "再不去人和东西都没了！",
            "什么叫没有财产，这不是财产是什么！",
            "我等着看你们管不管！",
        ],
        (Voice::Angry, Channel::Complaint) => {
            &["到底有没有人管！", "我要一个说法！！", "判决书难道是废纸吗！", "再没人管我就去省里反映！"]
        }
        (Voice::Lawyer, Channel::Lead) => &[
            "以上线索请贵院依法核实，必要时可由代理人带路指认。",
            "请贵院在法定期限内调查并采取控制措施。",
            "相关照片可另行提交。",
        ],
        (Voice::Lawyer, Channel::Complaint) => &[
            "请上级法院依法督促，并书面告知处理结果。",
            "请依据民事诉讼法有关规定责令限期执行。",
            "相关材料可随时提交，请予核查。",
        ],
        (Voice::Neighbour | Voice::ExEmployee, _) => &[
            "希望法院去看看。",
            "情况属实，去了就知道。",
            "我就知道这些，别的不清楚。",
            "有奖励更好，没有也没关系。",
            "要去最好快一点。",
            "以上是我亲眼看到的。",
            "",
        ],
        (Voice::Daughter, _) => &[
            "老人等不起了，请帮帮忙。",
            "他身体不好，每天吃药，就盼着这笔钱。",
            "希望老人有生之年能拿到。",
            "拜托了，有消息请告诉我。",
        ],
        (Voice::Debtor | Voice::Outsider, _) => {
            &["请依法纠正。", "请上级法院查一查。", "希望有人认真看看材料。", "再拖下去损失谁来赔。"]
        }
        (Voice::Creditor, Channel::Lead) => &[
            "请法院尽快查封。",
            "我可以带路。",
            "希望这次能执行到位，年前拿到钱。",
            "拜托各位法官了。",
            "照片我随后补上。",
            "",
        ],
        (Voice::Creditor, Channel::Complaint) => &[
            "请上级法院督促一下。",
            "我只想知道案子到哪一步了。",
            "家里等这笔钱用，请帮帮我们。",
            "请给个答复，行不行都说一声。",
            "希望春节前能有个结果。",
            "",
        ],
    }
}

/// Sentences that fit any story of the channel; they keep two reports of one story apart.
pub const fn asides(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::Lead => &[
            "{recent2}我又看见一次。",
            "村里人都能作证。",
            "我手机里有照片。",
            "他还跟人说法院拿他没办法。",
            "法院的人以前来过一次，没碰上。",
            "具体门牌我记不清，{road3}往里走第{floor}个门。",
            "听说{rel2}也知道这事。",
            "这个情况有{months2}个月了。",
            "附近有监控。",
            "我没有文化，说得不全。",
            "",
            "",
            "",
        ],
        Channel::Complaint => &[
            "前后去了法院{times2}趟，来回一趟要{count2}个小时。",
            "电话录音我都留着。",
            "同一个被执行人的别的案子都执行了。",
            "{judge}态度倒是不坏，就是没有下文。",
            "我跑烂了好几双鞋。",
            "家里老人看病正等钱。",
            "孩子开学的学费都是借的。",
            "网上查到的还是「执行中」。",
            "材料交过两遍了。",
            "中间换过一次承办人，谁也没通知我。",
            "",
            "",
            "",
        ],
    }
}

/// What a citizen adds some days later.
pub const fn messages(category: Category, channel: Channel) -> &'static [&'static str] {
    match (channel, category) {
        (Channel::Lead, Category::Whereabouts) => &[
            "补充：{recent3}又看见他了，还是老地方。",
            "他好像听到风声了，{recent3}搬了东西。",
            "什么时候去？他一般待不到中午。",
            "谢谢，他{hour2}在家的可能最大。",
        ],
        (Channel::Lead, Category::Asset) => &[
            "{recent3}东西还在那里。",
            "补充一下，我说的都可以当面指认。",
            "我听说他在找人接手，请快一点。",
            "请问查到了吗？",
            "我又拍了照片，怎么传？",
        ],
        (Channel::Lead, Category::Consumption) => {
            &["照片我传上来了。", "他{recent3}又出去了。", "这种情况你们会罚他吗？"]
        }
        (Channel::Lead, _) => &[
            "请问有没有人看到这条？",
            "补充：经办的人叫{name3}。",
            "我还有一份转账截图，怎么交给你们？",
            "不着急，但希望能查。",
            "我不方便接电话，在这里回复就好。",
        ],
        (Channel::Complaint, Category::Funds) => &[
            "钱还是没到账，请再催一下。",
            "今天收到短信说在办手续，先谢谢。",
            "我重新交了一次银行卡复印件。",
            "到账了{money3}，剩下的什么时候给？",
        ],
        (Channel::Complaint, Category::Contact) => {
            &["今天{judge}给我打电话了，谢谢你们。", "还是没人接。", "能不能告诉我办公室在几楼？"]
        }
        (Channel::Complaint, _) => &[
            "请问现在到哪一步了？",
            "又过去{days2}天了，没有任何消息。",
            "法院通知我下周去谈话。",
            "补充：我查到他名下又有一辆车。",
            "我对答复不满意，请上级再看看。",
            "谢谢，终于有人回话了。",
            "材料我已经寄到法院，单号可以查。",
        ],
    }
}

/// What a court writes back. The lead's content is never repeated: somebody else may read the page.
pub const fn replies(category: Category, channel: Channel) -> &'static [&'static [&'static str]] {
    const RECEIVED: &[&str] = &[
        "您反映的情况已收到，正在核实。请妥善保管查询码。",
        "收到，已交承办人核查，七日内告知进展。",
        "感谢您提供情况，我们会依法保密。请留意这里的答复。",
    ];
    const LOOKED_INTO: &[&str] = &[
        "您的来信已登记，我们已要求承办法院说明情况。",
        "已收到，正在调取案卷核查，预计十五个工作日内答复。",
        "您的投诉已由专人办理，被反映的人员不参与处理。",
    ];
    match (channel, category) {
        (Channel::Lead, Category::Asset) => &[
            RECEIVED,
            &[
                "经核实情况属实，已依法采取控制措施，具体内容不便在此说明。",
                "经查询，有关财产已有其他法院查封，本院已轮候。",
                "现场核查未发现，如有新的情况请在此补充。",
            ],
        ],
        (Channel::Lead, Category::Whereabouts) => &[
            RECEIVED,
            &[
                "我们已派员前往，结果会在这里告知。",
                "已找到当事人并通知其到院，感谢您。",
                "前往时未见到人，请告知较准确的时间。",
            ],
        ],
        (Channel::Lead, Category::Consumption) => &[
            RECEIVED,
            &[
                "经核实，已依法对有关人员作出处理。",
                "经查，该行为发生在限制消费令之前，不属于违反。谢谢您的关注。",
                "证据尚不充分，如有票据、照片请补充。",
            ],
        ],
        (Channel::Lead, Category::Evasion | Category::Crime) => &[
            RECEIVED,
            &[
                "有关材料已移送公安机关审查。",
                "已调取银行流水，正在核对，时间会稍长。",
                "经审查，目前证据不足以认定，可由权利人另行起诉。",
            ],
        ],
        (Channel::Lead, _) => &[
            RECEIVED,
            &[
                "已发出司法建议，对方回复后再告知您。",
                "您反映的内容已转有关部门处理。",
                "请补充具体的时间和地点，以便核实。",
            ],
        ],
        (Channel::Complaint, Category::Funds) => &[
            LOOKED_INTO,
            &[
                "案款因收款账户信息有误未能发放，请到执行局补正，三个工作日内办理。",
                "经核查确有迟延，已责令五日内发放。",
                "案款存在异议，依法暂缓发放，异议审查期限为十五日。",
            ],
        ],
        (Channel::Complaint, Category::Integrity) => &[
            &["您反映的问题由督察部门专人受理，内容不会转给被反映人。", "已收到。本项只有督察人员能够查看。"],
            &["经核查，未发现违纪违法行为，办案作风问题已谈话提醒。", "核查仍在进行，为保密起见不便说明细节。"],
        ],
        (Channel::Complaint, Category::Wrongful) => &[
            LOOKED_INTO,
            &[
                "经审查，执行行为有不当之处，已要求承办法院自行纠正。",
                "您的情况可以提出执行异议，期限和写法见附件，我们同时继续核查。",
                "经核查，现有执行行为符合规定，理由已书面寄送。",
            ],
        ],
        (Channel::Complaint, Category::Contact) => {
            &[LOOKED_INTO, &["承办人已于今日与您联系，如未接到请告知。", "承办人已调整，新的承办人三日内与您联系。"]]
        }
        (Channel::Complaint, Category::Suspension) => &[
            LOOKED_INTO,
            &[
                "经复查发现新的财产，案件已恢复执行。",
                "经核查，终结本次执行程序符合条件；发现财产可随时申请恢复，不受时间限制。",
            ],
        ],
        (Channel::Complaint, _) => &[
            LOOKED_INTO,
            &[
                "已向承办法院发出督办函，限十日内报告结果。",
                "经督促，承办人已启动评估拍卖程序。",
                "案件期限已满，已决定由本院监督，责令限期执行。",
                "经核查，案件因对方提出异议依法暂停，异议结束后继续。",
            ],
        ],
    }
}
