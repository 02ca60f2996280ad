// aksis-module-check FOLDER [FOLDER-OF-OTHER-MODULES …]: one JSON object a line on standard output,
// {"check","ok","message"} for a result and {"calling"} before an operation is called, {"done"}
// last.
#include <unistd.h>

#include <cstdio>

#include "aksis/cpp/json.hpp"
#include "base/log.hpp"
#include "modules/check.hpp"

namespace {
// A call that does not return ends the process; who reads then knows which one it was.
constexpr unsigned kCallSeconds = 15;
}  // namespace

int main(int count, char** arguments) {
  using namespace aksis;
  if (count < 2) {
    std::fputs("usage: aksis-module-check FOLDER [FOLDER-OF-OTHER-MODULES ...]\n", stderr);
    return 2;
  }
  log::set_level(log::Level::error);
  const auto print = [](const json::Writer& line) {
    std::puts(line.text().c_str());
    std::fflush(stdout);  // what was said before a crash must arrive
  };
  bool all = true;
  modules::check_module(
      arguments[1], {arguments + 2, arguments + count},
      [&](const modules::Finding& finding) {
        alarm(0);
        all &= finding.ok;
        print(json::Writer()
                  .object()
                  .member("check", finding.check)
                  .member("ok", finding.ok)
                  .member("message", finding.message)
                  .end());
      },
      [&](const std::string& operation) {
        print(json::Writer().object().member("calling", operation).end());
        alarm(kCallSeconds);
      });
  print(json::Writer().object().member("done", true).end());
  return all ? 0 : 1;
}
