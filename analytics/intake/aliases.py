"""Names that businesses give their columns: English, Simplified and Traditional Chinese.

For each kind of file and each column, from the surest name to the least sure: where a file has
several of them, the first in this list wins. Compared without case, blanks and punctuation.
"""

CUSTOMER_ID = (
    "customer id, customer_no, customer number, customer code, cust id, client id, client no,"
    " buyer id, member id, member no, user id, account id, household id, customer key, customer,"
    " client, account, buyer, member, user,"
    " 客户ID, 客户编号, 客户编码, 客户号, 客户代码, 顾客ID, 顾客编号, 会员ID, 会员编号, 会员号,"
    " 会员卡号, 用户ID, 用户编号, 买家ID, 买家会员名, 买家昵称, 购买者ID, 客户,"
    " 顾客, 会员, 用户, 买家,"
    " 客戶ID, 客戶編號, 客戶編碼, 客戶代碼, 顧客ID, 顧客編號, 會員ID, 會員編號, 會員號, 用戶ID,"
    " 買家ID, 買家帳號, 客戶, 顧客, 會員, 買家"
)
_OWNER = (
    "owner, salesperson, sales agent, sales rep,"
    " sales representative, account manager, assigned to,"
    " responsible, agent, rep, employee, handled by,"
    " 负责人, 跟进人, 销售员, 销售人员, 业务员, 客户经理, 销售代表, 销售, 经办人, 员工,"
    " 負責人, 跟進人, 銷售員, 銷售人員, 業務員, 業務, 客戶經理, 業務代表, 經辦人, 員工"
)
_CHANNEL = (
    "channel, sales channel, source, lead source, platform, medium, store type, order source,"
    " 渠道, 销售渠道, 渠道名称, 来源, 订单来源, 平台, 途径, 销售平台,"
    " 通路, 銷售通路, 渠道名稱, 銷售渠道, 來源, 訂單來源, 管道"
)
_REGION = (
    "region, sales region, area, territory, market, country, country/region, province, state, city,"
    " 地区, 区域, 大区, 销售区域, 市场, 国家, 省份, 省/自治区, 省, 城市,"
    " 收货省份, 收货城市, 收货地址,"
    " 地區, 區域, 大區, 銷售區域, 市場, 國家, 省份, 縣市, 城市, 收貨地址,"
    " customer region, customer country, customer state, customer city, ship country, ship state"
)
_PRODUCT = (
    "product, product name, item name, item, description, product description, goods, sku name,"
    " product id, product code, sku, stock code, item id, article,"
    " 产品名称, 商品名称, 产品, 商品, 品名, 货品名称, 物料名称,"
    " 宝贝标题, 商品标题, 产品ID, 产品编号,"
    " 商品编号, 商品编码, 货号, 产品编码,"
    " 產品名稱, 商品名稱, 產品, 貨品名稱, 產品編號, 商品編號, 貨號"
)
_PRODUCT_CODE = (
    "product code, product id, product no, product number, sku, sku code, stock code, item id,"
    " item code, item no, article no, article number,"
    " 产品编号, 产品编码, 产品ID, 商品编号, 商品编码, 商品ID, 货号, 物料编号, 物料编码,"
    " 產品編號, 產品編碼, 商品編號, 商品編碼, 貨號, 物料編號"
)
_CATEGORY = (
    "category, product category, item category, category name, product line, product group,"
    " department, series, sub category, subcategory,"
    " 类别, 品类, 分类, 商品类别, 产品类别, 商品分类, 产品分类, 类目, 大类, 产品线, 子类别,"
    " 類別, 品類, 分類, 商品類別, 產品類別, 商品分類, 產品分類, 產品線, 子類別"
)
_UNIT_PRICE = (
    "unit price, price, price each, item price, price per unit, selling price, list price,"
    " 单价, 商品单价, 销售单价, 售价, 价格, 單價, 商品單價, 售價, 價格"
)
_TYPE = (
    "customer type, type of customer, customer segment, customer group,"
    " customer category, client type,"
    " buyer type, segment, sector, industry,"
    " 客户类型, 客户类别, 客户分类, 客户细分, 客户分组, 客户性质, 会员类型, 细分, 行业,"
    " 客戶類型, 客戶類別, 客戶分類, 客戶細分, 會員類型, 細分, 行業, 產業"
)
NAME = (
    "customer name, client name, buyer name, member name, full name, contact name, company,"
    " company name, account name,"
    " 客户名称, 客户姓名, 顾客姓名, 会员姓名, 会员名称, 公司名称, 收货人姓名, 收货人, 姓名,"
    " 客戶名稱, 客戶姓名, 顧客姓名, 會員姓名, 公司名稱, 收貨人姓名, 收貨人,"
    " customer, client, buyer, 客户, 顾客, 会员, 买家, 客戶, 顧客, 會員, 買家"
)
CURRENCY = (
    "currency, currency code, currency name, ccy, transaction currency, order currency,"
    " payment currency, invoice currency,"
    " 币种, 货币, 币别, 货币代码, 货币单位, 交易币种, 结算币种, 订单币种, 付款币种,"
    " 幣種, 貨幣, 幣別, 貨幣代碼, 交易幣別, 結算幣別"
)
_DEAL_ID = (
    "deal id, deal no, deal number, opportunity id, opportunity no, opportunity, deal, lead id,"
    " quote id,"
    " 商机ID, 商机编号, 商机号, 交易ID, 交易编号, 机会编号, 线索ID, 线索编号, 商机,"
    " 商機ID, 商機編號, 交易編號, 機會編號, 線索編號, 商機"
)
_STAGE = (
    "stage, deal stage, opportunity stage, sales stage, pipeline stage, funnel stage, status,"
    " deal status,"
    " 阶段, 商机阶段, 销售阶段, 交易阶段, 漏斗阶段, 跟进阶段, 状态, 商机状态,"
    " 階段, 商機階段, 銷售階段, 交易階段, 跟進階段, 狀態"
)
_NOTE = (
    "note, notes, remark, remarks, comment, comments, details, subject, description,"
    " 备注, 说明, 内容, 跟进内容, 沟通内容, 详情, 主题, 備註, 說明, 內容, 跟進內容, 主題"
)

ALIASES = {
    "sales": {
        "customer_id": CUSTOMER_ID,
        "ordered_on": (
            "order date, ordered on, ordered at, order time, order datetime, invoice date,"
            " purchase date, transaction date, sale date, sales date, date of order, day, date,"
            " order timestamp, order purchase timestamp, created at, time, timestamp,"
            " 订单日期, 下单时间, 下单日期, 订单时间, 订单创建时间,"
            " 付款时间, 订单付款时间, 支付时间,"
            " 购买日期, 购买时间, 交易日期, 交易时间, 销售日期, 成交日期,"
            " 成交时间, 开票日期, 日期, 时间,"
            " 訂單日期, 下單時間, 下單日期, 訂單時間, 付款時間, 購買日期,"
            " 購買時間, 交易日期, 交易時間,"
            " 銷售日期, 成交日期, 發票日期, 時間"
        ),
        "order_id": (
            "order id, order no, order number, order code, order, invoice no, invoice number,"
            " invoice id, invoice, transaction id, transaction no,"
            " basket id, receipt no, receipt id,"
            " 订单ID, 订单编号, 订单号, 订单号码, 单号, 交易号, 交易编号,"
            " 发票号, 发票号码, 小票号, 订单,"
            " 訂單ID, 訂單編號, 訂單號, 訂單號碼, 單號, 交易編號, 發票號碼, 訂單"
        ),
        "product": _PRODUCT,
        "product_code": _PRODUCT_CODE,
        "category": _CATEGORY,
        "quantity": (
            "quantity, qty, units, unit count, pieces, number of items, items, volume,"
            " 数量, 件数, 销量, 商品数量, 购买数量, 宝贝总数量, 销售数量,"
            " 數量, 件數, 銷量, 商品數量, 購買數量, 銷售數量"
        ),
        "unit_price": _UNIT_PRICE,
        "amount": (
            "amount, sales amount, net amount, order amount, line total, line amount, sales value,"
            " net sales, sales, revenue, turnover, total amount, total price,"
            " total, value, net value,"
            " payment, paid amount, total sales, spend, gross amount,"
            " 销售额, 金额, 销售金额, 订单金额, 成交金额, 交易金额,"
            " 实付金额, 实付款, 实收金额, 支付金额,"
            " 买家实际支付金额, 总金额, 总价, 合计, 营业额, 收入, 小计, 应付金额,"
            " 銷售額, 金額, 銷售金額, 訂單金額, 成交金額, 交易金額, 實付金額, 實收金額, 支付金額,"
            " 總金額, 總價, 合計, 營業額, 小計"
        ),
        "cost": (
            "cost, total cost, cost amount, line cost, cogs, cost of goods, cost of goods sold,"
            " 成本, 总成本, 成本金额, 成本额, 销售成本, 總成本, 成本金額, 銷售成本"
        ),
        "profit": (
            "profit, gross profit, margin, gross margin, margin amount,"
            " 利润, 毛利, 毛利润, 利润额, 毛利额, 利潤, 毛利潤, 利潤額, 毛利額"
        ),
        "channel": _CHANNEL,
        "region": _REGION,
        "salesperson": (
            f"salesperson, sales person, seller, {_OWNER},"
            " regional manager, region manager, 地区经理, 区域经理, 大区经理, 地區經理, 區域經理"
        ),
        "discount": (
            "discount, discount rate, discount percent, rebate,"
            " 折扣, 折扣率, 折扣比例, 优惠率, 折扣率, 折讓, 優惠率"
        ),
        "customer_name": NAME,
        "customer_type": _TYPE,
        "returned": (
            "returned, is returned, return flag, returned flag, order returned, was returned,"
            " 退货, 退回, 已退货, 是否退货, 是否退回, 退货标记, 退货标志, 订单退货,"
            " 退貨, 已退貨, 是否退貨, 是否退回, 退貨標記"
        ),
        "currency": CURRENCY,
    },
    "interactions": {
        "customer_id": (
            f"{CUSTOMER_ID}, lead id, lead no, lead number, lead, lead name, prospect, company,"
            " company name, 线索ID, 线索编号, 线索, 线索名称, 潜在客户, 公司, 公司名称,"
            " 線索ID, 線索編號, 線索, 潛在客戶, 公司, 公司名稱"
        ),
        "occurred_at": (
            "time, occurred at, event time, timestamp, datetime, date time, date, at, occurred on,"
            " event date, contact date, contact time, activity date, created at, created,"
            " visit date, call time,"
            " 时间, 发生时间, 日期, 事件时间, 跟进时间, 联系时间,"
            " 沟通时间, 拜访时间, 创建时间, 记录时间,"
            " 跟进日期, 联系日期, 时间戳,"
            " 時間, 發生時間, 事件時間, 跟進時間, 聯繫時間, 聯絡時間, 拜訪時間, 建立時間, 聯絡日期"
        ),
        "kind": (
            "kind, kind of contact, type, event, event type, event name, action, activity,"
            " activity type, interaction, interaction type, contact type, behavior, behaviour,"
            " 类型, 事件, 事件类型, 互动类型, 行为, 行为类型, 跟进方式,"
            " 联系方式, 沟通方式, 活动类型, 种类,"
            " 類型, 事件類型, 互動類型, 行為, 行為類型, 跟進方式, 聯絡方式, 活動類型, 種類"
        ),
        "stage": _STAGE,
        "deal_id": _DEAL_ID,
        "owner": _OWNER,
        "channel": _CHANNEL,
        "value": (
            "value, amount, deal value, deal amount, cost, price, revenue,"
            " 金额, 价值, 费用, 成本, 商机金额, 金額, 價值, 費用, 商機金額"
        ),
        "score": (
            "score, rating, satisfaction, nps, csat, stars,"
            " 评分, 得分, 分数, 满意度, 打分, 評分, 得分, 分數, 滿意度"
        ),
        "note": _NOTE,
    },
    "deals": {
        "deal_id": _DEAL_ID + ", id, 编号, 編號",
        "customer_id": CUSTOMER_ID + ", company, company name, 公司, 公司名称, 公司名稱",
        "stage": _STAGE,
        "owner": _OWNER,
        "product": _PRODUCT,
        "value": (
            "value, deal value, close value, amount, deal amount, opportunity value,"
            " opportunity amount, expected revenue, revenue, price,"
            " 金额, 商机金额, 预计金额, 成交金额, 价值, 合同金额, 预计成交金额,"
            " 金額, 商機金額, 預計金額, 成交金額, 價值, 合約金額"
        ),
        "opened_on": (
            "opened on, open date, opened, engage date, created on, create date, created date,"
            " created at, start date, opened at,"
            " 开始日期, 创建日期, 创建时间, 立项日期, 接触日期, 开启日期, 商机创建时间,"
            " 開始日期, 建立日期, 建立時間, 立案日期, 接觸日期"
        ),
        "closed_on": (
            "closed on, close date, closed, closed date, won date, end date, closed at,"
            " 关闭日期, 结束日期, 成交日期, 关闭时间, 赢单日期, 结单日期, 成交时间,"
            " 關閉日期, 結束日期, 成交日期, 關閉時間, 結案日期"
        ),
        "reason": (
            "reason, loss reason, lost reason, close reason, reason lost,"
            " 原因, 输单原因, 丢单原因, 失败原因, 关闭原因, 輸單原因, 失敗原因, 關閉原因"
        ),
        "channel": _CHANNEL,
    },
    "customers": {
        "customer_id": CUSTOMER_ID + ", id, 编号, 編號",
        "name": "name, " + NAME + ", 名称, 名稱",
        "type": "type, " + _TYPE + ", 类型, 類型",
        "region": _REGION,
        "owner": _OWNER,
        "email": (
            "email, e-mail, email address, mail, 邮箱, 电子邮箱, 电子邮件, 郵箱, 電子郵件, 電子信箱"
        ),
        "phone": (
            "phone, phone number, telephone, tel, mobile, mobile phone, cell,"
            " 电话, 手机, 手机号, 手机号码, 联系电话, 联系手机, 電話, 手機, 手機號碼, 聯絡電話"
        ),
        "do_not_contact": (
            "do not contact, opt out, opted out, unsubscribed, no contact, dnc, no marketing,"
            " 请勿联系, 不要联系, 勿扰, 退订, 免打扰, 拒绝联系, 請勿聯絡, 勿擾, 退訂, 拒絕聯絡"
        ),
        "customer_since": (
            "customer since, client since, member since, customer from, start of relationship,"
            " relationship start, onboarding date, onboarded on, join date, joined on,"
            " registration date, anniversary, anniversary date,"
            " 合作起始日, 合作起始日期, 合作开始日期, 首次合作日期, 建档日期, 建档时间, 开户日期,"
            " 入会日期, 注册日期, 加入日期, 成为客户日期, 周年日, 周年纪念日,"
            " 合作開始日期, 首次合作日期, 建檔日期, 建檔時間, 開戶日期, 入會日期, 註冊日期, 週年日"
        ),
        "contract_ends_on": (
            "contract ends on, contract end, contract end date, contract ends, contract expiry,"
            " contract expiration, contract expiry date, contract expires, end of contract,"
            " renewal date, renewal, renews on, renewal due, expiry date, expiration date,"
            " 合同到期日, 合同到期日期, 合同到期, 合同结束日期, 合同截止日期, 合约到期日, 到期日期,"
            " 到期日, 续约日, 续约日期, 续费日期, 服务到期日,"
            " 合約到期日, 合約到期日期, 合約結束日期, 到期日期, 續約日, 續約日期, 續費日期"
        ),
    },
    "products": {
        "product": _PRODUCT + ", name, title, 名称, 名稱",
        "product_code": _PRODUCT_CODE + ", id, code, 编号, 編號, 编码, 編碼",
        "category": _CATEGORY + ", type, group, 类型, 類型",
        "unit_price": _UNIT_PRICE + ", sales price, standard price, rrp, 标价, 定价, 標價, 定價",
    },
}
