#include "app/command_line/report.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <aksis/cpp/json.hpp>
#include <cstdio>

#include "app/command_line/render.hpp"
#include "app/command_line/shown_members.hpp"
#include "app/command_line/words.hpp"

namespace aksis::app {
namespace {

size_t terminal_columns() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return kColumnsRead;
  return size.ws_col > 0 ? size.ws_col : kColumnsRead;
}

void put(std::FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

std::string error_json(const Error& error) {
  json::Writer out;
  out.object().member("code", static_cast<int>(error.code)).member("detail", error.message);
  out.key("errors").array();
  for (const auto& detail : error.details)
    out.object().member("pointer", detail.pointer).member("message", detail.message).end();
  return out.end().end().text();
}

// "aksis: SENTENCE" and one indented line a detail.
std::string error_text(const Error& error) {
  std::string out = "aksis: " + error.message + "\n";
  for (const auto& detail : error.details)
    out += "  " + detail.pointer + (detail.pointer.empty() ? "" : ": ") + detail.message + "\n";
  return out;
}

}  // namespace

void report(const Error& error, const Context& context) {
  const auto told = in_language(error, tag(context.language));
  put(stderr, context.globals.json ? error_json(told) + "\n" : error_text(told));
}

void show_answer(const std::string& operation, const std::string& answer, bool json,
                 Language language, const Shown& shown) {
  if (answer.empty()) {
    if (!json) put(stdout, std::string(say(language, "C’est fait.\n", "Done.\n")));
    return;
  }
  auto parsed = json::parse(answer);
  if (json || operation == "core.openapi" || !parsed.ok()) {
    put(stdout, answer.ends_with('\n') ? answer : answer + "\n");
    return;
  }
  const Words words(language, shown.bundle, operation);
  const Look look{language, terminal_columns(), &words};
  if (!shown.members.empty()) *parsed = shown_members(*parsed, shown.members);
  put(stdout, render(*parsed, look));
}

}  // namespace aksis::app
