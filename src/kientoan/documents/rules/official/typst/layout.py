"""The Typst source that draws a document; the document itself comes in as JSON and is never read as markup."""

LAYOUT = r"""
#let d = json(bytes(sys.inputs.document))
#let f = d.form
#let pt(x) = x * 1pt
#let mm(x) = x * 1mm
#let single = (top-edge: 0.89em, bottom-edge: -0.26em)
#let pitched = (top-edge: pt(f.line_pitch * 0.76), bottom-edge: pt(-f.line_pitch * 0.24))
#let weight(bold) = if bold { "bold" } else { "regular" }
#let style(italic) = if italic { "italic" } else { "normal" }

#set document(title: d.title, author: d.issuer, date: datetime(year: d.date.at(0), month: d.date.at(1), day: d.date.at(2)))
#set text(font: d.fonts, size: pt(f.body_size), lang: "vi", region: "VN", hyphenate: false, overhang: false, ..single)
#set par(justify: false, leading: 0pt, spacing: 0pt)
#set block(spacing: 0pt)
#show regex("\\d+-[A-ZĐ][\\wĐđ]*(/[A-ZĐ]+)*"): box

#let running-head(edge, first) = context block(height: edge - mm(f.header_distance), width: 100%, align(top, grid(
  columns: (1fr, auto, 1fr),
  align: (left + horizon, center, right),
  text(size: 9pt, weight: "bold", d.mark),
  if counter(page).get().first() >= first {
    text(size: pt(f.page_number_size), str(counter(page).get().first()))
  },
  [],
)))
#let running-foot(edge) = block(height: edge - mm(f.header_distance), width: 100%, align(bottom, if d.band != "" {
  block(width: 100%, fill: rgb("#ffe699"), inset: (y: 1.5pt), align(center, text(size: 9pt, weight: "bold", d.band)))
}))

#let run(r) = {
  let words = text(weight: weight(r.bold), style: style(r.italic), r.words)
  if r.doubtful { words = highlight(fill: rgb("#ffff00"), words) }
  if r.link != "" { link(r.link, words) } else { words }
}
#let runs(list) = list.map(run).join()
#let flowing(size, body, sticky: false, below: 0pt) = {
  set text(size: size, ..pitched)
  block(above: pt(f.paragraph_spacing), below: below, width: 100%, sticky: sticky, par(
    justify: true,
    first-line-indent: (amount: mm(f.first_line_indent), all: true),
    spacing: pt(f.paragraph_spacing),
    body,
  ))
}

#show heading: it => {
  set text(size: pt(f.division_size), weight: "bold", style: style(it.level == 4), ..pitched)
  if it.level == 1 {
    block(above: pt(2 * f.paragraph_spacing), below: 0pt, width: 100%, sticky: true, align(center, it.body))
  } else {
    block(above: pt(f.paragraph_spacing), below: 0pt, width: 100%, sticky: true, par(
      first-line-indent: (amount: mm(f.first_line_indent), all: true), justify: true, it.body,
    ))
  }
}

#let sheet(t) = {
  set text(size: pt(f.table_size), ..single)
  if t.title != "" { block(above: 3pt, below: 2pt, width: 100%, sticky: true, align(center, strong(t.title))) }
  let side(name) = if name == "right" { right } else if name == "center" { center } else { left }
  table(
    columns: t.parts.map(part => part * 1fr),
    inset: (x: 1.2mm, y: 1.5pt),
    stroke: 0.5pt,
    table.header(..t.headings.map(words => table.cell(align: center + horizon, strong(words)))),
    ..t.rows.flatten().map(cell => table.cell(align: side(cell.align) + top, breakable: false, runs(cell.runs))),
  )
  v(6pt)
}

#let draw(block, sticky: false) = {
  if block.kind == "heading" {
    heading(level: block.level, if block.level == 1 and block.label != "" {
      [#block.label#linebreak()#upper(block.title)]
    } else { (block.label, block.title).filter(part => part != "").join(" ") })
  } else if block.kind == "paragraph" {
    flowing(pt(f.body_size), runs(block.runs), sticky: sticky)
  } else if block.kind == "note" {
    let below = if block.with_next { 4pt } else { 0pt }
    flowing(pt(f.table_size), emph(block.words), sticky: sticky or block.with_next, below: below)
  } else {
    sheet(block)
  }
}

#let rule(length) = block(above: 2pt, below: 4pt, width: 100%, align(center, line(length: length, stroke: 0.75pt)))
#let centred(words, size, bold: false, italic: false) = block(width: 100%, align(
  center, text(size: pt(size), weight: weight(bold), style: style(italic), words),
))

#let head() = grid(
  columns: (mm(f.header_left_width), mm(f.header_right_width)),
  row-gutter: 4pt,
  {
    if d.superior != "" { centred(upper(d.superior), f.superior_size) }
    centred(upper(d.issuer), f.issuer_size, bold: true)
    if f.issuer_mark == "rule" { rule(mm(f.header_left_width * f.issuer_rule_share)) } else { centred(f.issuer_mark, f.issuer_size) }
  },
  context {
    let lines = f.national_lines.zip(f.national_sizes)
    for (words, size) in lines { centred(words, size, bold: true) }
    let (words, size) = lines.last()
    rule(measure(text(size: pt(size), weight: "bold", words)).width)
  },
  {
    centred(d.number, f.number_size)
    if d.type_name == "" { v(pt(f.paragraph_spacing)); centred(d.subject, f.letter_subject_size, italic: true) }
  },
  centred(d.place_date, f.place_date_size, italic: true),
)

#let title() = if d.type_name != "" {
  v(pt(3 * f.paragraph_spacing))
  centred(upper(d.type_name), f.type_size, bold: true)
  for line in d.subject.split("\n") { centred(line, f.subject_size, bold: true) }
  if f.subject_mark == "rule" { rule(f.subject_rule_share * 100%) } else { centred(f.subject_mark, f.subject_size) }
}

#let signature() = block(above: 12pt, breakable: false, grid(
  columns: (mm(f.header_left_width), mm(f.header_right_width)),
  if d.beside.len() > 0 {
    centred(d.beside.at(0), f.authority_size, bold: f.position_bold)
    v(pt(f.signature_gap_lines * f.body_size * 1.15))
    centred(d.beside.at(1), f.name_size, bold: true)
  } else if d.recipients.len() > 0 {
    let kind = f.recipients_label_style
    let label = text(
      size: pt(f.recipients_label_size),
      weight: weight(kind.contains("bold")),
      style: style(kind.contains("italic")),
      f.recipients_label,
    )
    block(if kind.contains("underline") { underline(label) } else { label })
    for words in d.recipients { block(text(size: pt(f.recipients_size), words)) }
  },
  {
    for words in d.authority { centred(words, f.authority_size, bold: true) }
    centred(d.position, f.authority_size, bold: f.position_bold)
    v(pt(f.signature_gap_lines * f.body_size * 1.15))
    centred(d.signer, f.name_size, bold: true)
  },
))

#set page(
  width: mm(f.page_width),
  height: mm(f.page_height),
  margin: (top: mm(f.margin_top), bottom: mm(f.margin_bottom), left: mm(f.margin_left), right: mm(f.margin_right)),
  header: running-head(mm(f.margin_top), f.page_number_first),
  header-ascent: 0pt,
  footer: running-foot(mm(f.margin_bottom)),
  footer-descent: 0pt,
)
#head()
#title()
#for (place, block) in d.blocks.enumerate() { draw(block, sticky: place == d.blocks.len() - 1) }
#signature()
#if d.closing_list.len() > 0 {
  pagebreak()
  for block in d.closing_list { draw(block) }
}
#let (annex-top, annex-right, annex-bottom, annex-left) = f.annex_margins.map(mm)
#for annex in d.annexes {
  if f.annex_restarts_pages { counter(page).update(0) }
  page(
    width: mm(f.page_height),
    height: mm(f.page_width),
    margin: (top: annex-top, right: annex-right, bottom: annex-bottom, left: annex-left),
    header: running-head(annex-top, 1),
    footer: running-foot(annex-bottom),
    {
      heading(level: 1, text(size: pt(f.annex_size))[#annex.label#linebreak()#upper(annex.title)])
      for block in annex.blocks { draw(block) }
    },
  )
}
"""
