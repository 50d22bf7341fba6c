from paperterm.core.parse.document import parse_document
from paperterm.core.parse.structure import blocks_of, source_view
from paperterm.core.text import line_starts

A="""# Cranes

<details>
<summary>Show</summary>

- ## Machine Conferences

</details>

<br> </br>

# Surveys
- ### [Machine Folding on Graphs](https://arxiv.org/abs/1601.00003)
- ### [Deep Folding on Graphs](https://arxiv.org/abs/1601.00004)
"""
def show(b,d=0):
    for x in b:
        print('  '*d,x.kind,x.level,repr(x.prose.text[:50])); show(x.children,d+1)
for t in (A,A.replace('<br> </br>\n','<br> <br>\n'),A.replace('- ## Machine Conferences\n\n','- a\n\n')):
    show(blocks_of(source_view(t,line_starts(t),0)))
    for p in parse_document('a.md',t).papers: print(p.title,p.year,p.section,p.group)
    print()
