// runner PROGRAM FILE.scenario …: starts the real program for each file, sends its requests, checks
// the answers, stops it. Prints each difference as FILE:LINE; ends with 1 when there is one.
#include <cstdio>
#include <string>

#include "http/client.hpp"
#include "matching.hpp"
#include "scenario.hpp"
#include "served.hpp"

namespace {

using namespace aksis;
using namespace aksis::scenarios;

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

bool has(const Fields& fields, const std::string& name) {
  for (const auto& field : fields)
    if (lower(field.first) == name) return true;
  return false;
}

// With the key and, for a body, JSON's media type, unless the step says otherwise ("-": not at
// all).
http::Request request_of(const Step& step, const std::string& key, const Names& names) {
  http::Request request{step.method, filled(step.target, names), {}, filled(step.sent_body, names)};
  if (!has(step.sent, "authorization"))
    request.headers.emplace_back("Authorization", "Bearer " + key);
  if (!request.body.empty() && !has(step.sent, "content-type"))
    request.headers.emplace_back("Content-Type", "application/json");
  for (const auto& [name, value] : step.sent)
    if (value != "-") request.headers.emplace_back(name, filled(value, names));
  return request;
}

std::string body_difference(const std::string& expected, const std::string& actual, Names& names) {
  if (expected.empty()) return "";
  if (expected.starts_with("~"))
    return actual.find(filled(expected.substr(1), names)) != std::string::npos
               ? ""
               : "the body does not hold '" + expected.substr(1) + "'";
  const auto wanted = json::parse(expected);
  if (!wanted) return "the expected body is no JSON: " + wanted.error().message;
  const auto given = json::parse(actual);
  if (!given) return "the body is no JSON: " + given.error().message;
  return difference(*wanted, *given, names);
}

std::string check(const Step& step, const http::Answer& answer, Names& names) {
  if (answer.status != step.status)
    return "status " + std::to_string(step.status) + " expected but " +
           std::to_string(answer.status) + " came";
  for (const auto& [name, value] : step.expected) {
    const auto found = answer.headers.find(lower(name));
    const bool absent = found == answer.headers.end();
    if (value == "-" && !absent) return "the field " + name + " is there";
    if (value == "-") continue;
    if (absent) return "the field " + name + " is absent";
    const auto wrong = difference(value, found->second, names);
    if (!wrong.empty()) return name + ": " + wrong;
  }
  return body_difference(step.expected_body, answer.body, names);
}

// "" or every difference.
std::string run(const std::string& program, const std::string& path) {
  const auto steps = read_scenario(path);
  if (!steps) return steps.error().message + "\n";
  auto served = Served::start(program);
  if (!served) return path + ": " + served.error().message + "\n";
  Names names;
  std::string wrong;
  for (const auto& step : *steps) {
    const auto at = path + ":" + std::to_string(step.line) + ": ";
    auto client = http::Client::over_tcp("127.0.0.1", served->port());
    if (!client) return wrong + at + client.error().message + "\n";
    client->set_timeout(std::chrono::seconds(30));
    const auto answer = client->send(request_of(step, served->key(), names));
    if (!answer) return wrong + at + answer.error().message + "\n";
    const auto differs = check(step, *answer, names);
    if (!differs.empty())
      wrong += at + step.method + " " + step.target + ": " + differs + "\n  the body was " +
               answer->body.substr(0, 500) + "\n";
  }
  if (const auto stopped = served->stop(); !stopped)
    wrong += path + ": " + stopped.error().message + "\n";
  return wrong;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    std::fputs("usage: runner PROGRAM FILE.scenario …\n", stderr);
    return 2;
  }
  bool all = true;
  for (int i = 2; i < count; ++i) {
    const auto wrong = run(words[1], words[i]);
    std::printf("%s: %s\n%s", words[i], wrong.empty() ? "as expected" : "differs", wrong.c_str());
    all = all && wrong.empty();
  }
  return all ? 0 : 1;
}
