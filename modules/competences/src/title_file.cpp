#include "title_file.hpp"

#include "aksis/cpp/json.hpp"

namespace aksis::competences {

namespace {

Result<TitleTruth> from_offer(std::string_view line) {
  AKSIS_ASSIGN(offer, json::parse(line));
  TitleTruth out{std::string(json::text(offer, "intitule")),
                 std::string(json::text(offer, "romeCode"))};
  if (out.title.empty() || out.code.empty())
    return invalid("the offer has no intitule or no romeCode");
  return out;
}

std::vector<TitleTruth> from_json_lines(const SourceFile& file, Issues& issues) {
  std::vector<TitleTruth> out;
  std::string_view left = file.bytes;
  for (size_t line = 1; !left.empty(); ++line) {
    const auto text = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), text.size() + 1));
    if (text.find_first_not_of(" \t\r") == text.npos) continue;
    auto read = from_offer(text);
    if (read.ok())
      out.push_back(std::move(read).value());
    else
      issues.row(file.name, line, read.error().message);
  }
  return out;
}

}  // namespace

Result<std::vector<TitleTruth>> read_titles(SourceFile file, Issues& issues) {
  const size_t first = file.bytes.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && file.bytes[first] == '{') {
    auto out = from_json_lines(file, issues);
    if (out.empty())
      return invalid(file.name + " holds no offer with a title and a code, one a line");
    return out;
  }
  std::vector<TitleTruth> out;
  AKSIS_TRY(read_table(std::move(file), {{"title"}, {"rome_code"}}, issues,
                       [&](const TableRow& row) -> Status {
                         if (row[0].empty() || row[1].empty())
                           return invalid("the title or the code is empty");
                         out.push_back({std::string(row[0]), std::string(row[1])});
                         return {};
                       }));
  return out;
}

}  // namespace aksis::competences
