#include <array>

#include "app/command_line/backend.hpp"
#include "http/client.hpp"

namespace aksis::app {
namespace {

// The code behind an HTTP status; what the server uses stands in src/http/reply.cpp.
Code code_of(int status) {
  constexpr std::array<std::pair<int, Code>, 14> kCodes = {{{400, Code::invalid},
                                                            {401, Code::unauthenticated},
                                                            {403, Code::forbidden},
                                                            {404, Code::not_found},
                                                            {405, Code::unsupported},
                                                            {409, Code::conflict},
                                                            {412, Code::stale},
                                                            {413, Code::too_large},
                                                            {415, Code::unsupported},
                                                            {422, Code::invalid},
                                                            {499, Code::cancelled},
                                                            {503, Code::busy},
                                                            {504, Code::timeout},
                                                            {507, Code::full}}};
  for (const auto& [known, code] : kCodes)
    if (known == status) return code;
  return Code::internal;
}

Error error_of(const json::Value& problem, int status) {
  Error error{code_of(static_cast<int>(json::integer(problem, "status", status))),
              std::string(json::text(problem, "detail", "The server failed.")),
              {}};
  if (const auto* details = json::member(problem, "errors"); details && details->IsArray())
    for (const auto& detail : details->GetArray())
      error.details.push_back(
          {std::string(json::text(detail, "pointer")), std::string(json::text(detail, "message"))});
  return error;
}

// What came of an operation that answers line by line.
struct Lines {
  const OnProgress& on_progress;
  std::string result;
  std::optional<Error> problem;

  void take(std::string_view text) {
    const auto line = json::parse(text);
    if (!line.ok()) return;
    if (const auto* progress = json::member(*line, "progress")) {
      if (on_progress)
        on_progress(json::integer(*progress, "done"), json::integer(*progress, "total"),
                    json::text(*progress, "message"));
    } else if (const auto* found = json::member(*line, "problem")) {
      problem = error_of(*found, 500);
    } else if (const auto* answer = json::member(*line, "result")) {
      result = json::dump(*answer);
    }
  }
};

class ServerBackend final : public Backend {
 public:
  ServerBackend(http::Client client, Language language)
      : client_(std::move(client)), language_(language) {}

  Result<std::string> run(std::string_view operation, const json::Document& input,
                          const OnProgress& on_progress,
                          const std::shared_ptr<std::atomic<bool>>& stop) override {
    http::Request request;
    request.method = "POST";
    request.target = "/local/operations/" + std::string(operation);
    request.headers = {{"Content-Type", "application/json"},
                       {"Accept", "application/x-ndjson, application/json"},
                       {"Accept-Language", std::string(tag(language_))}};
    request.body = json::dump(input);
    Lines lines{on_progress, {}, {}};
    AKSIS_ASSIGN(answer,
                 client_.send(
                     request, [&](std::string_view line) { lines.take(line); }, stop.get()));
    if (lines.problem) return *lines.problem;
    if (answer.status < 400) return lines.result.empty() ? answer.body : lines.result;
    const auto problem = json::parse(answer.body);
    if (problem.ok()) return error_of(*problem, answer.status);
    return Error{
        code_of(answer.status), "The server answered " + std::to_string(answer.status) + ".", {}};
  }

 private:
  http::Client client_;
  const Language language_;
};

}  // namespace

std::unique_ptr<Backend> server_backend(const DataFolder& folder, Language language) {
  auto client = http::Client::over_socket(folder.socket());
  if (!client.ok()) return nullptr;
  return std::make_unique<ServerBackend>(std::move(client).value(), language);
}

}  // namespace aksis::app
