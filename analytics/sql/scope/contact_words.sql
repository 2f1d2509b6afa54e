-- grain: one row per word that kinds of contact are known by, and what it means
select word, meaning
from (
    values
        ('visit', 'visit'), ('visits', 'visit'), ('meeting', 'visit'), ('拜访', 'visit'),
        ('拜訪', 'visit'), ('上门拜访', 'visit'), ('客户拜访', 'visit'), ('面谈', 'visit'),
        ('call', 'call'), ('calls', 'call'), ('phone', 'call'), ('phone call', 'call'),
        ('电话', 'call'), ('電話', 'call'), ('电话回访', 'call'), ('回访', 'call'),
        ('complaint', 'complaint'), ('complaints', 'complaint'), ('claim', 'complaint'),
        ('投诉', 'complaint'), ('投訴', 'complaint'), ('客诉', 'complaint'),
        ('客訴', 'complaint'),
        ('solved', 'solved'), ('resolved', 'solved'), ('complaint solved', 'solved'),
        ('complaint resolved', 'solved'), ('投诉解决', 'solved'), ('投訴解決', 'solved'),
        ('投诉已解决', 'solved'), ('已解决', 'solved'),
        ('survey', 'survey'), ('nps', 'survey'), ('满意度调查', 'survey'),
        ('滿意度調查', 'survey'), ('调研', 'survey'), ('回访评分', 'survey'),
        ('campaign', 'campaign'), ('campaigns', 'campaign'), ('mailing', 'campaign'),
        ('newsletter', 'campaign'), ('promotion', 'campaign'), ('营销活动', 'campaign'),
        ('營銷活動', 'campaign'), ('行銷活動', 'campaign'), ('促销', 'campaign'),
        ('促銷', 'campaign'), ('促销活动', 'campaign')
) as words (word, meaning)
