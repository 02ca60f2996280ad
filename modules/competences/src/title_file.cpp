#include "title_file.hpp"

#include "aksis/cpp/json.hpp"

namespace aksis::competences {

namespace {

Result<TitleTruth> from_offer(std::string_view text, size_t line) {
  AKSIS_ASSIGN(offer, json::parse(text, line));
  TitleTruth out{std::string(json::text(offer, "intitule")),
                 std::string(json::text(offer, "romeCode"))};
  if (out.title.empty() || out.code.empty())
    return said(Code::invalid, "the offer has no intitule or no romeCode",
                "L’offre n’a pas d’intitule ou pas de romeCode.");
  return out;
}

Error too_many(const SourceFile& file) {
  const auto most = std::to_string(kTitlesMax);
  return said(Code::too_large,
              file.name + " holds more than " + most +
                  " titles, the most one evaluation takes; give a part of them",
              file.name + " contient plus de " + most +
                  " intitulés, le maximum d’une évaluation ; donnez-en une partie.");
}

Result<std::vector<TitleTruth>> from_json_lines(const SourceFile& file, Issues& issues) {
  std::vector<TitleTruth> out;
  std::string_view left = file.bytes;
  for (size_t line = 1; !left.empty(); ++line) {
    const auto text = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), text.size() + 1));
    if (text.find_first_not_of(" \t\r") == text.npos) continue;
    if (out.size() == kTitlesMax) return too_many(file);
    auto read = from_offer(text, line);
    if (read.ok())
      out.push_back(std::move(read).value());
    else
      issues.row(file.name, line, read.error());
  }
  return out;
}

}  // namespace

Result<std::vector<TitleTruth>> read_titles(SourceFile file, Issues& issues) {
  AKSIS_TRY(to_utf8(file));
  if (file.bytes.starts_with(kByteOrderMark)) file.bytes.erase(0, kByteOrderMark.size());
  const size_t first = file.bytes.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && file.bytes[first] == '{') {
    AKSIS_ASSIGN(out, from_json_lines(file, issues));
    if (out.empty())
      return said(
          Code::invalid, file.name + " holds no offer with a title and a code, one a line",
          file.name + " ne contient aucune offre avec un intitulé et un code, une par ligne.");
    return out;
  }
  std::vector<TitleTruth> out;
  const auto full = too_many(file);
  bool over = false;
  AKSIS_TRY(read_table(std::move(file), {{"title"}, {"rome_code"}}, issues,
                       [&](const TableRow& row) -> Status {
                         over = over || out.size() == kTitlesMax;
                         if (over) return {};
                         if (row[0].empty() || row[1].empty())
                           return said(Code::invalid, "the title or the code is empty",
                                       "L’intitulé ou le code est vide.");
                         out.push_back({std::string(row[0]), std::string(row[1])});
                         return {};
                       }));
  if (over) return full;
  return out;
}

}  // namespace aksis::competences
