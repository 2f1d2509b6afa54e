-- grain: one row per word that stages are known by: its usual place and what it decides
select word, place, outcome
from (
    values
        ('lead', 1, null), ('leads', 1, null), ('prospect', 1, null), ('prospecting', 1, null),
        ('visit', 1, null), ('线索', 1, null), ('線索', 1, null), ('潜在客户', 1, null),
        ('潛在客戶', 1, null), ('访问', 1, null), ('造訪', 1, null),
        ('contacted', 2, null), ('engaging', 2, null), ('已联系', 2, null), ('已聯繫', 2, null),
        ('初步接触', 2, null), ('初步接觸', 2, null),
        ('qualified', 3, null), ('qualification', 3, null), ('cart', 3, null),
        ('add to cart', 3, null), ('需求确认', 3, null), ('需求確認', 3, null),
        ('加购', 3, null), ('加入购物车', 3, null), ('加入購物車', 3, null),
        ('demo', 4, null), ('演示', 4, null), ('展示', 4, null),
        ('proposal', 5, null), ('quote', 5, null), ('quotation', 5, null), ('报价', 5, null),
        ('報價', 5, null), ('方案报价', 5, null),
        ('negotiation', 6, null), ('checkout', 6, null), ('谈判', 6, null), ('談判', 6, null),
        ('商务谈判', 6, null), ('结算', 6, null), ('結帳', 6, null),
        ('pay', 7, null), ('paid', 7, null), ('payment', 7, null), ('purchase', 7, null),
        ('付款', 7, null), ('支付', 7, null), ('下单', 7, null), ('下單', 7, null),
        ('won', 8, 'won'), ('closed won', 8, 'won'), ('赢单', 8, 'won'), ('贏單', 8, 'won'),
        ('成交', 8, 'won'), ('已成交', 8, 'won'),
        ('lost', 9, 'lost'), ('closed lost', 9, 'lost'), ('输单', 9, 'lost'),
        ('輸單', 9, 'lost'), ('丢单', 9, 'lost'), ('丟單', 9, 'lost'), ('失单', 9, 'lost'),
        ('流失', 9, 'lost')
) as words (word, place, outcome)
