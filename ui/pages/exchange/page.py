"""The page 数据包: 导出 · 导入 · 收发登记 · 单位登记."""

from ui.pages.tabbed import TabbedPage, TabSpec, when_opened


class ExchangePage(TabbedPage):
    """Each tab is a file of this folder."""

    specs = (
        TabSpec("send", "导出", when_opened("ui.pages.exchange.send_tab:SendTab")),
        TabSpec("receive", "导入", when_opened("ui.pages.exchange.receive_tab:ReceiveTab")),
        TabSpec("ledger", "收发登记", when_opened("ui.pages.exchange.ledger_tab:LedgerTab")),
        TabSpec("offices", "单位登记", when_opened("ui.pages.exchange.offices_tab:OfficesTab")),
    )
    first = "receive"
