"""Every word of the sample files, as (English, Chinese) pairs.

Names are invented. A pair belongs to one thing: same place in the list, same id and same numbers
in both languages, but the Chinese name is a name of its own, not a transcription.
"""

Pair = tuple[str, str]

LANGUAGES = ("en", "zh")


def pairs(text: str) -> list[Pair]:
    """The pairs of a text of `English = Chinese` entries, split by ; or line ends."""
    entries = [entry.split("=") for entry in text.replace(";", "\n").splitlines() if entry.strip()]
    return [(english.strip(), chinese.strip()) for english, chinese in entries]


SALES = pairs("""
    Customer ID = 客户编号; Order date = 下单日期; Order no = 订单号; Product = 产品
    Category = 品类; Quantity = 数量; Amount = 金额; Cost = 成本; Channel = 渠道; Region = 地区
    Salesperson = 销售员; Discount = 折扣; Customer type = 客户类型""")
INTERACTIONS = pairs("""
    Customer ID = 客户编号; Time = 时间; Kind = 互动类型; Stage = 阶段; Deal ID = 商机编号
    Owner = 负责人; Channel = 渠道; Value = 商机金额; Score = 评分; Note = 备注""")
DEALS = pairs("""
    Deal ID = 商机编号; Customer ID = 客户编号; Stage = 阶段; Owner = 负责人; Product = 产品
    Value = 商机金额; Opened = 创建日期; Closed = 关闭日期; Reason = 输单原因; Channel = 渠道""")
CUSTOMERS = pairs("""
    Customer ID = 客户编号; Customer name = 客户名称; Customer type = 客户类型; Region = 地区
    Owner = 负责人; Email = 邮箱; Do not contact = 请勿联系; Customer since = 合作起始日
    Contract ends on = 合同到期日""")
PRODUCT_LIST = pairs("Product = 产品; Category = 品类; List price = 单价")

TYPES = pairs("Retail = 零售; Business = 企业; Distributor = 经销商")
REGIONS = pairs("""
    London = 华东; North = 华北; Midlands = 华中; South West = 华南; Scotland = 西南
    Wales = 东北""")
CHANNELS = pairs("Web shop = 网上商城; Store = 门店; Field sales = 上门销售; Phone = 电话")
SALESPEOPLE = pairs("""
    Anna Reid = 林安; Ben Osei = 欧阳斌; Chloe Hart = 何晓; Daniel Cho = 赵丹; Emma Walsh = 王敏
    Farid Khan = 康凡; Grace Lin = 凌静; Harry Stone = 石磊""")
STAGES = pairs("""
    Lead = 线索; Contacted = 已联系; Qualified = 需求确认; Proposal = 报价; Negotiation = 谈判
    Won = 赢单; Lost = 输单""")
KINDS = dict(
    zip(
        ("stage", "visit", "call", "complaint", "solved", "survey", "campaign"),
        pairs("""
            stage = 商机阶段; visit = 拜访; call = 电话; complaint = 投诉; solved = 投诉解决
            survey = 满意度调查; campaign = 营销活动"""),
        strict=True,
    )
)
LOST_REASONS = pairs("""
    Price = 价格; Competitor = 竞争对手; No budget = 没有预算; No answer = 联系不上
    Timing = 时机不对""")
COMPLAINTS = pairs("""
    Late delivery = 送货延迟; Arrived damaged = 到货破损; Wrong item = 发错货
    Stale beans = 豆子不新鲜; Wrong invoice = 发票有误""")
CAMPAIGNS = {
    "autumn": ("Autumn roast", "秋季新烘"),
    "gifts": ("Winter gifts", "冬日礼品季"),
    "care": ("Spring care week", "春季保养周"),
    "cold": ("Cold brew summer", "夏日冷萃"),
}
YES_NO = pairs("no = 否; yes = 是")

CATEGORIES = pairs("""
    Beans = 咖啡豆; Machines = 咖啡机; Grinders = 磨豆机; Brewing = 冲煮器具; Care = 清洁与配件""")
PRODUCTS = pairs("""
    House blend 1 kg = 招牌拼配豆 1 kg; House blend 250 g = 招牌拼配豆 250 g
    Dark roast 1 kg = 深烘咖啡豆 1 kg; Ethiopia 250 g = 埃塞俄比亚 250 g
    Colombia 1 kg = 哥伦比亚 1 kg; Decaf 1 kg = 低因咖啡豆 1 kg
    Pods box of 100 = 咖啡胶囊 100 粒; Espresso machine = 家用意式咖啡机
    Bean-to-cup machine = 全自动咖啡机; Two-group machine = 商用双头咖啡机
    Pod machine = 胶囊咖啡机; Hand grinder = 手摇磨豆机; Burr grinder = 电动磨豆机
    Café grinder = 商用磨豆机; Burr set = 磨盘套装; Pour-over set = 手冲套装
    Gooseneck kettle = 细口手冲壶; French press = 法压壶; Filter papers 100 = 滤纸 100 张
    Cold brew jug = 冷萃壶; Descaler 1 l = 除垢剂 1 L; Cleaning tablets 100 = 清洁片 100 片
    Water filter = 净水滤芯; Milk jug = 拉花缸; Cups set of 6 = 咖啡杯 6 只装""")

FIRST = pairs("""
    Alice=张; Amir=李; Beth=王; Callum=刘; Carla=陈; Dev=杨; Diana=黄; Ed=赵; Ella=周; Erin=吴
    Femi=徐; Fiona=孙; George=朱; Hana=马; Hugh=胡; Ines=郭; Isla=林; Jack=何; Jade=高; James=梁
    Kate=郑; Keiran=罗; Laura=宋; Leo=谢; Lily=唐; Luca=韩; Maya=曹; Mia=许; Nadia=邓; Nick=萧
    Olive=冯; Omar=曾; Priya=程; Rhys=蔡; Rosa=彭; Sam=潘; Tara=袁; Tom=于; Vera=董; Zoe=余""")
LAST = pairs("""
    Abbott=雨桐; Archer=子轩; Ashby=欣怡; Barlow=浩然; Bishop=梓涵; Booth=俊杰; Bryant=思琪
    Byrne=志远; Calder=佳宁; Carver=明哲; Clarke=诗涵; Cole=建国; Corbin=晓东; Dale=静怡
    Dawson=宇航; Drake=美玲; Dunn=国强; Ellis=雪梅; Farrow=文博; Fenn=丽娜; Flint=天佑
    Gale=春燕; Garner=家豪; Goode=小芳; Hale=立新; Harlow=婷婷; Hayes=永康; Holt=可欣
    Irwin=少华; Jarvis=秀英; Keane=承志; Kerr=若曦; Lamb=海涛; Lowe=玉兰; Marsh=一鸣; Moss=婉清
    Nash=振华; North=慧敏; Oakes=博文; Parr=乐瑶; Pike=世杰; Quinn=晨曦; Reeve=光明; Rowe=语嫣
    Sharp=德胜; Shaw=巧云; Thorne=嘉木; Vane=清扬; Wells=凯文; York=念慈""")
PLACES = pairs("""
    Acorn=橡果; Anchor=船锚; Birch=白桦; Bluebird=青鸟; Bridge Street=桥头; Canal=运河
    Cedar=雪松; Chapel=钟楼; Copper=红铜; Corner=街角; Dockside=码头; Ember=余烬; Fern=蕨叶
    Finch=雀鸟; Harbour=海港; Hazel=榛子; Juniper=杜松; Lantern=灯笼; Linden=椴树; Maple=枫叶
    Meadow=草地; Mill Lane=磨坊; Morning=清晨; North Star=北极星; Orchard=果园
    Paper Moon=纸月亮; Quayside=江畔; Riverside=河岸; Sparrow=麻雀; Thistle=蓟花""")
VENUES = pairs("""
    Coffee House=咖啡馆; Café=咖啡; Espresso Bar=意式咖啡吧; Kitchen=厨房; Bakery=烘焙坊
    Roastery=烘豆坊; Tea Room=茶室; Bistro=小酒馆; Deli=轻食店; Brew Bar=手冲吧
    Coffee Room=咖啡屋; Canteen=食堂; Patisserie=甜品店; Bookshop Café=书店咖啡
    Garden Café=花园咖啡; Brunch Club=早午餐; Hotel=酒店; Lounge=休闲吧; Workshop=工坊
    Yard=小院; Station Café=车站咖啡; Pantry=食铺; Social=会客厅; Studio=工作室
    Bagel Bar=贝果店; Diner=餐厅; Pie Shop=馅饼店; Gallery Café=画廊咖啡""")
TRADES = pairs("Trading=贸易; Supplies=供应; Foodservice=餐饮配送; Wholesale=批发")


NAMED = ((FIRST, LAST), (PLACES, VENUES), (PLACES, TRADES))  # retail, business, distributor
NAMES = tuple(len(first) * len(last) for first, last in NAMED)  # how many there are of each


def name(kind: int, number: int) -> Pair:
    """The name with this number for a customer of this type."""
    firsts, lasts = NAMED[kind]
    first, last = firsts[number % len(firsts)], lasts[number // len(firsts)]
    return f"{first[0]} {last[0]}", first[1] + last[1]
