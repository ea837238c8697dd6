"""`nastavnik deadlines read IN.tsv`: a table of deadline expressions in, their schedules as JSON out."""
import json, sys
from nastavnik.roadmaps.deadlines import Period, read_deadline
def run(argv: list[str]) -> int:
    lines = open(argv[1], encoding="utf-8").read().split("\n")
    for line in lines[1:]:
        c = line.split("\t")
        if len(c) > 4:
            print(c[0] + "\t" + json.dumps(read_deadline(c[3].replace("\\n", "\n").replace("\\t", "\t"), Period.parse(c[2])).to_json(), ensure_ascii=False))
    return 0
