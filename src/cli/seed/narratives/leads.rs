//! Stories of leads: where a debtor's things and the debtor are, and what he does to keep them.

use super::{Side, Story, Who};
use crate::domain::report::Category;

const fn story(
    who: Who,
    titles: &'static [&'static str],
    details: &'static [(&'static str, &'static str)],
    parts: &'static [&'static [&'static str]],
    measures: &'static [&'static str],
) -> Story {
    Story { side: Side::Claimant, who, titles, details, parts, measures }
}

pub const fn stories(category: Category) -> &'static [Story] {
    match category {
        Category::Asset => ASSET,
        Category::Whereabouts => WHEREABOUTS,
        Category::Evasion => EVASION,
        Category::Consumption => CONSUMPTION,
        Category::Crime => CRIME,
        _ => OTHER,
    }
}

const ASSET: &[Story] = &[
    story(
        Who::Any,
        &["{d}的车停在{estate}", "发现{plate}", "老赖的车，{place}"],
        &[
            ("asset_type", "vehicle"),
            ("freshness", "today"),
            ("parked_where", "{place}{road}{estate}地下车库"),
            ("plate", "{plate}"),
            ("vehicle_look", "{car}"),
        ],
        &[
            &[
                "{recent}我看见一辆{car}停在{place}{road}的{estate}，车牌{plate}，平时就是{d}在用。",
                "{d}有一辆{car}，车牌{plate}，{recent}停在{road}{estate}院里，车上落了灰，看样子停了几天。",
                "车牌{plate}的{car}是{d}在开，{hour}停在{estate}门口。",
            ],
            &[
                "车登记在谁名下我不知道，{rel}也开过。",
                "听说车写的是{rel}的名字，钱是他出的。",
                "车险和油钱都是{d}付，登记的是{rel}。",
            ],
            &[
                "白天开出去，{hour2}才回来，要扣得趁早。",
                "这车挂在网上在卖，要价{price}，再晚就没了。",
                "车位好像是长租的，物业有登记。",
            ],
        ],
        &[
            "{hour}到{road}查看，{plate}在场，已张贴封条并扣押至指定停车场。",
            "经车管所查询{plate}登记情况，已办理查封档案手续。",
        ],
    ),
    story(
        Who::Person,
        &["{d}还有一套房子在{estate}", "没有过户的房产", "{place}的房子"],
        &[
            ("asset_type", "house"),
            ("house_where", "{place}{estate}{floor}号楼"),
            ("whose_name", "family"),
            ("house_state", "lives_there"),
        ],
        &[
            &[
                "{d}在{place}{estate}还有一套房，{floor}号楼，一直没有办房产证，买的时候写的是{rel}的名字。",
                "{d}名下看着没有房，其实{estate}那套是他买的，{when}刚装修完，合同签的是{rel}。",
                "{place}{road}有{d}的门面房，租给别人开{shop}，每年租金{price}。",
            ],
            &[
                "房款是从{d}的卡上转出去的，中介能证明。",
                "租客每个月把钱打给{rel}，手机转账。",
                "物业费一直是{d}交，业主群里也是他说话。",
            ],
            &[
                "听说准备{price}卖掉，看房的人{recent}来过。",
                "最近门口贴了转让，电话留的是{rel}的。",
                "房子现在空着，水电没停。",
            ],
        ],
        &[
            "已向不动产登记中心和开发商调取购房合同，对该房采取预查封。",
            "到现场核对租赁合同，向租户送达协助执行通知，提取租金。",
        ],
    ),
    story(
        Who::Person,
        &["{d}的存款和流水", "他换了一张卡收款", "收款账户线索"],
        &[
            ("asset_type", "deposit"),
            ("bank", "{bank}"),
            ("account_end", "户名{rel_name}，尾号{tail}"),
            ("whose_name", "family"),
        ],
        &[
            &[
                "{d}的卡被冻以后，改用{rel}{rel_name}在{bank}开的账户收钱，尾号{tail}。",
                "我给{d}转过账，收款人写的是{rel_name}，是他{rel}，开户行是{bank}，尾号{tail}。",
                "{d}在{bank}有账户没有查到，上个月还进了{price}。",
            ],
            &[
                "做{goods}的货款都走这个账户，{when}一笔就有{price2}。",
                "{hour}常去网点取现金，一取就是几万。",
                "店里的收款码扫出来就是这个人。",
            ],
            &["可以去查流水，一查就明白。", "钱进来第二天就转走，要冻得快。", "我有转账记录截图。"],
        ],
        &[
            "已通过网络查控系统冻结有关账户，余额{price}。",
            "到银行柜台调取尾号{tail}账户近一年流水，发现与被执行人往来频繁。",
        ],
    ),
    story(
        Who::Company,
        &["{d}的设备在{town}", "厂里的机器要拉走", "仓库里的{goods}"],
        &[("asset_type", "goods"), ("kept_where", "{place}{town}老厂房"), ("goods_what", "{machine}")],
        &[
            &[
                "{d}在{place}{town}的老厂房里还有{machine}，门从外面锁着，里面{hour}有人干活。",
                "{d}对外说停产，其实把{machine}搬到了{town}，接着生产。",
                "{place}{town}有个仓库，里面堆着{d}的{goods}，估计值{price}。",
            ],
            &[
                "看门的是{rel}{rel_name}，生人不让进。",
                "送货的{car}车牌{plate}，{hour2}出入。",
                "老板跟人说已经抵给别人了，其实没有手续。",
            ],
            &["{recent}来了两个收旧设备的，在谈价钱。", "货车已经约好，最多三五天就拉走。", "电费单子还是{d}的户名。"],
        ],
        &["现场清点{machine}，张贴封条，指定看门人保管。", "{hour}到厂区核查，已对库存{goods}登记造册并查封。"],
    ),
    story(
        Who::Any,
        &["{d}有工程款没有结", "到期债权线索", "{company}欠他的钱"],
        &[("asset_type", "project_money"), ("owed_by", "{company}"), ("worth", "{price}工程尾款")],
        &[
            &[
                "{d}给{company}干活，还有{price}没有结，{when}验收的。",
                "{company}欠{d}货款{price}，说好分三次付。",
                "拆迁办要给{d}补偿款，大约{price}，{village}这一片都有。",
            ],
            &[
                "经手人是{name2}，合同我见过。",
                "对方财务说只要法院来通知就不会付给他。",
                "签字的时候用的是{rel}的名字，怕被冻。",
            ],
            &["听说月底就要打款，晚了就没了。", "请赶紧发协助执行通知。", "这是我从工地上听来的，应该不假。"],
        ],
        &[
            "已向次债务人送达履行到期债务通知书，对方十五日内未提异议。",
            "已向征收部门送达协助执行通知，提取补偿款{price}。",
        ],
    ),
    story(
        Who::Person,
        &["{d}在网上挣钱", "直播打赏收入", "{d}的平台收入"],
        &[("asset_type", "online_money"), ("platform", "{platform}"), ("account_name", "昵称“{estate_a}老{sur}”")],
        &[
            &[
                "{d}在{platform}上有账号，昵称“{estate_a}老{sur}”，{hour}开播卖{goods}，一晚上能卖几千块。",
                "{d}现在跑{platform}，每天都有流水，提现到{rel}的卡上。",
            ],
            &["{recent}还在里面晒订单。", "收益绑的是{rel}{rel_name}的账户。", "他自己在饭桌上说一个月不少挣。"],
            &["请查一下平台的提现记录。", "截图我有十几张。", "问问同行都知道。"],
        ],
        &["已向平台发出协助冻结函，冻结账户余额。"],
    ),
    story(
        Who::Person,
        &["{d}的工资收入", "{d}有固定收入"],
        &[("asset_type", "income"), ("employer", "{company}"), ("paid_how", "每月{day}号发工资")],
        &[
            &[
                "{d}没有失业，在{company}上班，工资发的现金。",
                "{d}在{place}{company}当{job}，工资打在{rel}的卡上。",
                "{d}从{when}起在{company}干活，没有签合同，就是怕法院查到。",
            ],
            &["每月{day}号发工资，从没拖过。", "他自己在饭桌上说一个月不少挣。", "还有年底分红，{count}万块是有的。"],
            &["请跟单位核实。", "问问同事都知道。", "扣一部分给债主也够他生活。"],
        ],
        &["向用人单位送达提取收入裁定，每月扣留工资的一部分。", "到单位核实，出具协助执行通知书。"],
    ),
];

const WHEREABOUTS: &[Story] = &[
    story(
        Who::Person,
        &["{d}现在住{estate}", "{recent}看见{d}了", "人在{town}"],
        &[
            ("freshness", "today"),
            ("seen_what", "person"),
            ("seen_sure", "saw"),
            ("seen_where", "{place}{road}{estate}"),
            ("seen_when", "{recent}{hour}"),
            ("seen_again", "yes"),
        ],
        &[
            &[
                "{recent}我在{place}{road}的{shop}看见{d}了，人胖了些，戴个鸭舌帽。",
                "{d}现在租住在{estate}，{floor}楼，跟{rel}住在一起。",
                "{d}没有跑远，就在{town}，帮{rel}看{shop}。",
            ],
            &["{hour}一般都在。", "{hour}出门，骑一辆电动车，{hour2}回来。", "他不在的时候{rel}在，问也不说实话。"],
            &["敲门不开，得等他出来。", "去的时候别开警车，楼上看得见。", "人在屋里灯亮着，门口有他的鞋。"],
        ],
        &["{hour}在{road}附近守候，当场将被执行人带回，签订还款协议。", "两次前往未见到人，已向社区和物业了解情况。"],
    ),
    story(
        Who::Person,
        &["{d}过几天回来办喜事", "老人过寿，{d}会回来", "红白事线索"],
        &[("seen_where", "{village}"), ("seen_when", "下周日中午"), ("seen_again", "unknown")],
        &[
            &[
                "{d}常年在{trip}，平时找不到人，下周日他{rel}结婚，在{village}摆酒，他一定回来。",
                "{village}{d}家老人过寿，{d}{recent}已经到家了，过两天又走。",
                "{d}躲在外地{years}年了，{recent}回{village}收{goods}，住老宅。",
            ],
            &["坐的是{car}，车牌{plate}。", "酒席订在{road}的饭店，{count}桌。", "村东头第{floor}户，门口有棵大槐树。"],
            &["错过这一次又得等一年。", "他消息灵通，请不要提前打电话给村里。", "村里有人给他通风报信。"],
        ],
        &[
            "与公安派出所联系，于当日中午到场，被执行人当场给付{price}。",
            "已到村委会了解，被执行人提前离开，继续关注。",
        ],
    ),
    story(
        Who::Person,
        &["他在{company}上班", "工地上见到{d}", "上班地点"],
        &[("seen_where", "{company}"), ("seen_when", "{hour}"), ("seen_again", "yes")],
        &[
            &[
                "{d}现在{place}{company}干活，管{count}个人，{hour}必到。",
                "我在{town}一个工地送货时碰到{d}，他在那里包{goods}的活。",
                "{d}换了名字，人家叫他老{sur}，在{road}开{shop}，执照是{rel}的。",
            ],
            &["开{car}，{plate}。", "中午在旁边吃饭，下午四点以后不一定在。", "手机换了号，只跟{rel}联系。"],
            &["{recent}还见过。", "这个活再有半个月就完了。", "照片是我从车里拍的，有点糊。"],
        ],
        &["到其工作地点送达传票，被执行人到庭报告财产。", "已传唤并制作笔录，责令三日内申报财产。"],
    ),
];

const EVASION: &[Story] = &[
    story(
        Who::Person,
        &["{d}把房子转给{rel}", "假离婚转移财产", "低价过户"],
        &[("evasion_way", "circumvent"), ("evasion_act", "sham_transfer"), ("who_helped", "{rel}{rel_name}")],
        &[
            &[
                "{d}在{when}把{estate}的房子过户给{rel}{rel_name}，写的价钱只有{price}，市面上起码翻一倍。",
                "官司刚开庭，{d}就和妻子办了离婚，房子车子都归女方，债归他一个人，可到现在两人还住在一起。",
                "{d}把名下的车{plate}“卖”给{rel}，一分钱没有收，自己照样开。",
            ],
            &["中介和邻居都清楚这是做样子。", "过户以后物业费还是他交。", "所谓的房款转过去当天又转了回来。"],
            &["这明摆着是躲债。", "请调取过户档案和银行流水。", "他喝酒的时候自己说过，法院拿不走。"],
        ],
        &["调取过户档案及流水，告知申请执行人可提起撤销之诉。", "传唤{rel}{rel_name}制作笔录，其承认未实际付款。"],
    ),
    story(
        Who::Company,
        &["{d}换壳经营", "新公司就是老公司", "老板另起炉灶"],
        &[
            ("evasion_way", "circumvent"),
            ("evasion_act", "accomplice during_trial"),
            ("who_helped", "{company}，法人{rel_name}"),
        ],
        &[
            &[
                "{d}门口换了牌子，现在叫{company}，法人是老板的{rel}{rel_name}，人还是那些人，机器还是那些机器。",
                "老板把{d}的客户和{machine}都转到{company}名下，老公司只剩一个空壳。",
                "{d}早就不在原址办公，业务用{company}开票，会计是同一个人。",
            ],
            &[
                "合同{when}重新签的，客户名单一个没有变。",
                "工人社保也从老公司转过去了。",
                "货款{price}已经打到新公司。",
            ],
            &["老板公开说老公司的债让法院慢慢找。", "请查两家公司的账。", "这样下去谁还敢做生意。"],
        ],
        &["调取两公司工商档案、社保缴纳记录，拟追加被执行人。", "到{company}现场检查，查扣账册{count}本。"],
    ),
    story(
        Who::Any,
        &["申报财产不实", "{d}瞒报收入", "虚假报告"],
        &[("evasion_way", "resist"), ("evasion_act", "false_report"), ("who_helped", "{rel}")],
        &[
            &[
                "{d}给法院报的是没有收入，其实每月有租金{alimony}，还有{goods}生意。",
                "{d}的财产报告里没有写{plate}这辆{car}，也没有写{town}的{shop}。",
                "听{rel2}讲，{d}手里有现金，{when}刚收了{price}，没有向法院说。",
            ],
            &["账记在一个红皮本子上，锁在柜台下面。", "收款用的是{rel}的码。", "会计{rel_name}最清楚。"],
            &["请依法处罚。", "一查就能对上。", "他就是赌你们不会细查。"],
        ],
        &["对虚假报告行为作出罚款决定，责令补充申报。", "到{town}核对经营情况，收款码流水与申报不符。"],
    ),
    story(
        Who::Person,
        &["假官司转移财产", "虚构的债主", "{d}和{rel}串通打官司"],
        &[("evasion_way", "circumvent"), ("evasion_act", "sham_lawsuit"), ("who_helped", "{name2}")],
        &[
            &[
                "{d}让{name2}到法院告他，说欠{price}，其实根本没有这笔钱，就为了把房子先分走。",
                "{d}的{rel}{rel_name}突然拿出一张借条，写的是{when}借的{price}，纸还是新的。",
                "{d}补签了一份二十年的租约，租金说一次付清，目的就是不让拍卖{estate}的房子。",
            ],
            &["两人开庭没吵一句，当场就调解了。", "转账走了一圈又回到原来账户。", "证人是{d}店里的伙计。"],
            &["这是串通好的，请核查。", "真正的债主一分拿不到。", "流水一看就露馅。"],
        ],
        &["已将虚假诉讼线索移送公安机关，暂缓分配。", "现场勘验租赁情况，认定租约形成于查封之后，拍卖继续。"],
    ),
];

const CONSUMPTION: &[Story] = &[
    story(
        Who::Person,
        &["{d}又坐飞机去{trip}了", "限高人员坐高铁", "被限高还出去玩"],
        &[("consumption_act", "flight"), ("consumption_where", "{trip}")],
        &[
            &[
                "{d}明明被限制高消费，{recent}还在朋友圈晒去{trip}的照片，登机牌都拍出来了。",
                "{recent}{d}带着{rel}飞{trip}，住了{count}天，说是散心。",
                "{d}用护照买票坐飞机去{trip}，一年要去几趟。",
            ],
            &["定位是海边的五星酒店。", "吃住行都是{rel}付款，钱其实是他的。", "跟团的人里有我亲戚，亲眼看见。"],
            &["欠钱的人比债主过得好，太不公平。", "截图我存着。", "这算不算违反限制消费令？"],
        ],
        &["向航空公司调取乘机记录属实，决定司法拘留十日。", "经核查系绕开限制购票，已罚款并通报协助单位。"],
    ),
    story(
        Who::Person,
        &["{d}的孩子上贵族学校", "高收费私立学校", "孩子一年学费好几万"],
        &[("consumption_act", "school"), ("consumption_where", "{place}")],
        &[
            &[
                "{d}的孩子在{school}，{when}刚交的学费。",
                "{d}说没有钱还债，孩子却上着{school}，接送都是{car}。",
                "家长会上{d}亲口说一年花{price2}不算啥，孩子念的是{school}。",
            ],
            &["交费的名字是{rel}，扫的是{d}的卡。", "学校门口每天{hour}能看见他，车牌{plate}。", "还报了马术和钢琴。"],
            &["不是跟孩子过不去，是他有钱不还。", "请了解一下钱从哪里来。", "公立学校又不是没有。"],
        ],
        &["向学校核实学费来源，告知限制消费规定，被执行人表示一周内履行。", "调查后依法协助转学，并提取预交学费余额。"],
    ),
    story(
        Who::Person,
        &["{d}买新车", "豪华装修", "{d}在大酒店请客"],
        &[("consumption_act", "car"), ("consumption_where", "{place}{road}")],
        &[
            &[
                "{d}{recent}提了一辆新的{car}，挂{plate}，落地{price}。",
                "{d}在{road}的大酒店一摆就是{count}桌，喝的酒一瓶上千。",
                "{d}把{estate}的房子重新豪华装修，光家具就花了{price}。",
            ],
            &["发票开的是{rel}。", "结账的时候是{rel}刷的卡，他站在旁边。", "装修队是我老乡，钱是现金给的。"],
            &["钱从哪里来的？", "名单上贴着他的名字，他一点不在乎。", "请查一查。"],
        ],
        &["查明购车款来源于被执行人控制的账户，已查封{plate}。", "调取酒店消费记录，对被执行人作出罚款决定。"],
    ),
];

const CRIME: &[Story] = &[
    story(
        Who::Any,
        &["查封的东西被卖了", "撕封条", "{d}私自处置查封财产"],
        &[("evasion_act", "moved_seized"), ("reported_police", "no")],
        &[
            &[
                "法院{when}贴了封条的{machine}，{recent}夜里被{d}撕了封条拉走，卖给收废铁的，得了{price}。",
                "{d}把查封的{car}（{plate}）开到外地抵给别人了，封条扔在沟里。",
                "法院查封的{goods}，{d}已经卖得差不多了，仓库快空了。",
            ],
            &["拉货的司机叫{name2}，住{village}。", "{rel}在旁边放风。", "隔壁{shop}的监控应该拍到了。"],
            &["这是犯罪，请追究。", "再不管别人都学他。", "我亲眼看见的，可以作证但不要公开我。"],
        ],
        &[
            "固定现场照片及监控，涉嫌非法处置查封财产，移送公安机关。",
            "到场发现封条损毁，制作笔录，责令三日内追回财产。",
        ],
    ),
    story(
        Who::Person,
        &["{d}有钱不还，够拒执罪", "暴力抗拒执行", "拒不腾房"],
        &[("evasion_act", "refused_handover"), ("reported_police", "yes")],
        &[
            &[
                "{d}在{when}收到拆迁款{price}，当天就分{count}笔取成现金，一分没有交到法院。",
                "房子拍卖完了，{d}让{rel}带{count}个人堵在门口，拿着铁锨不让腾房。",
                "法院的人来，{d}放狗，还把执法记录仪打掉了。",
            ],
            &["派出所来过，说是法院的事。", "他说大不了拘十五天。", "围观的人都拍了视频。"],
            &["请按拒执罪移送。", "这样的人不判一个，判决就没有人怕。", "我这里有取款的录像线索。"],
        ],
        &["调取取现凭证，书面移送公安机关立案侦查。", "组织警力强制腾房，对妨碍执行人员{rel_name}拘留十五日。"],
    ),
    story(
        Who::Company,
        &["{d}做假账藏钱", "公司账册被烧", "隐匿会计凭证"],
        &[("evasion_act", "hid_evidence"), ("reported_police", "unknown")],
        &[
            &[
                "{d}的账有两套，真账在会计{rel_name}家里，{recent}老板叫人把旧账往{town}拉，说要烧掉。",
                "审计要来的前一天，{d}的老板带人把{when}的凭证装了{count}个箱子运走。",
                "{d}把收的货款{price}打到{rel}卡上，账上写成还借款。",
            ],
            &["拉账的{car}，车牌{plate}。", "我在场，没有敢拦。", "电脑硬盘也换了。"],
            &["晚了就什么也没有了。", "这不是一般的赖账。", "请联系公安。"],
        ],
        &["会同公安机关到{town}查获账册{count}箱，已委托审计。", "传唤会计{rel_name}，责令两日内交出账册。"],
    ),
];

const OTHER: &[Story] = &[
    story(
        Who::Company,
        &["失信公司还在评先进", "{d}还拿着政府奖补", "荣誉牌子该摘"],
        &[],
        &[
            &[
                "{d}是失信被执行人，{recent}镇里开会还给它发了先进企业的牌子，老板上台戴大红花。",
                "{d}{when}申报了技改奖补{price}，公示里写的信用良好。",
                "{d}中标了{town}的绿化工程，招标文件明明写着失信企业不能投。",
            ],
            &["公示还挂在网上。", "照片在本地公众号里。", "牌子就挂在一进门的墙上。"],
            &["欠着这么多人的钱还当先进，不合适吧。", "补贴应该先拿来还债。", "请给有关部门提个建议。"],
        ],
        &["向主管部门发出司法建议，建议取消荣誉并暂停奖补。", "函告招标人核实投标资格，已收到复函。"],
    ),
    story(
        Who::Person,
        &["{d}是村干部", "公职人员欠钱不还", "{d}有公职"],
        &[],
        &[
            &[
                "{d}是{village}的村干部，自己是失信人，开会还讲诚信。",
                "{d}在{town}事业单位上班，每月工资照发，法院说查不到，可能名字里有个字写错了。",
                "{d}是党员，选举的时候承诺过还钱，选完就不认。",
            ],
            &["单位领导也知道，没有人管。", "身份证上是曾用名{name2}，查的时候请注意。", "大家都不敢说。"],
            &["请向他的单位反映。", "公家的人更应该带头。", "希望有关部门处理。"],
        ],
        &["向所在单位通报，单位已约谈，被执行人当日履行{price}。", "核对曾用名后重新查询，发现工资账户一个，已冻结。"],
    ),
    story(
        Who::Person,
        &["有几个债主想一起反映", "一点情况", "{d}还有别的案子"],
        &[],
        &[
            &[
                "除了这个案子，{d}在{town}还欠着{count}家，大家都有判决，能不能放在一起执行。",
                "{d}{recent}到处打听怎么办破产，说办完就不用还了。",
                "{d}的{rel}愿意替他还一部分，就是不知道找谁，联系人{name2}。",
            ],
            &["我们凑在一起算了算，总共{price}。", "他在外面说最多还三成。", "人就在{road}{shop}，可以当面谈。"],
            &["希望法院牵头谈一次。", "不知道这样的情况归不归你们管。", "请转给承办法官参考。"],
        ],
        &["联系各申请执行人，组织集中调解一次。", "与{rel}{rel_name}谈话，达成分期履行协议。"],
    ),
];
