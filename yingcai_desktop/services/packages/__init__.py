"""数据包: what the page shows of packages that go out and come in, in the words of a clerk. The work itself is `exchange`."""
