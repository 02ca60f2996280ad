// One call being answered by a module. Lives inside its handler, on that thread.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "services.hpp"

namespace aksis {

class Request {
 public:
  Request(const Services& services, aksis_call* raw) : services_(services), raw_(raw) {}
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  // The input, one JSON object the host has validated; parsed when first asked for.
  const json::Document& input() {
    if (!input_) {
      auto parsed = json::parse(view(services_.routes->input(raw_)));
      if (!parsed.ok()) throw std::runtime_error(parsed.error().message);
      input_.emplace(std::move(parsed).value());
    }
    return *input_;
  }
  std::string_view language() const { return view(services_.routes->language(raw_)); }
  // The version the caller means to change (If-Match), or empty; another than the present one is
  // Code::stale.
  std::string_view expected_version() const {
    return view(services_.routes->expected_version(raw_));
  }

  // One JSON value. Usage: `return request.respond(writer.text());`
  Status respond(std::string_view json) {
    const auto status = services_.routes->respond(raw_, borrow(json));
    if (status == AKSIS_OK) return {};
    return to_error(status, "the host refused the answer; it must be one JSON value");
  }
  // The version of what is answered; becomes its ETag.
  void version(std::string_view tag) { services_.routes->version(raw_, borrow(tag)); }

  // `total` 0: unknown.
  void progress(int64_t done, int64_t total, std::string_view message = {}) {
    services_.routes->progress(raw_, done, total, borrow(message));
  }
  bool cancelled() const { return services_.routes->cancelled(raw_) != 0; }

  // Calls an operation of the manifest's `calls` as this caller; never inside a transaction.
  Result<std::string> call(std::string_view operation, std::string_view input_json) {
    if (!services_.call) return missing_service(AKSIS_CALL_1);
    glue::Collected answer;
    const auto status = services_.call->invoke(raw_, borrow(operation), borrow(input_json),
                                               &glue::Collected::sink, &answer);
    if (status == AKSIS_OK && !answer.failed) return std::move(answer.text);
    return problem(status, operation, answer.text);
  }

  // Fetches a file from an address of the configuration; the path lives as long as this request.
  Result<std::string> download(std::string_view address) {
    if (!services_.files) return missing_service(AKSIS_FILES_1);
    glue::Collected path;
    const auto status =
        services_.files->download(raw_, borrow(address), &glue::Collected::sink, &path);
    if (status == AKSIS_OK && !path.failed) return std::move(path.text);
    return to_error(status, path.text.empty() ? "the download from " + std::string(address) +
                                                    " failed; the server's log has the reason"
                                              : path.text);
  }

  // Message `key` of the bundle's i18n in the caller's language; `arguments_json`: an object.
  std::string message(std::string_view key, std::string_view arguments_json = {}) const {
    if (!services_.i18n) return std::string(key);
    glue::Collected out;
    services_.i18n->format(services_.host, borrow(language()), borrow(key), borrow(arguments_json),
                           &glue::Collected::sink, &out);
    return std::move(out.text);
  }

  // Opens the record of a person the input did not name; see auth.h. Never inside a transaction.
  Status open_person(std::string_view person) {
    if (!services_.auth) return missing_service(AKSIS_AUTH_1);
    glue::Collected why;
    const auto status =
        services_.auth->open_person(raw_, borrow(person), &glue::Collected::sink, &why);
    return status == AKSIS_OK ? Status() : Status(to_error(status, why.text));
  }
  // Ids of the people that may be shown to the caller, ascending; nothing: everybody.
  Result<std::optional<std::vector<std::string>>> visible_people() {
    if (!services_.auth) return missing_service(AKSIS_AUTH_1);
    glue::Collected ids;
    const auto status = services_.auth->visible_people(raw_, &glue::Collected::sink, &ids);
    if (status != AKSIS_OK || ids.failed)
      return to_error(status == AKSIS_OK ? AKSIS_INTERNAL : status,
                      "the host could not tell whose records are open");
    AKSIS_ASSIGN(parsed, json::parse(ids.text));
    std::optional<std::vector<std::string>> out;
    if (!parsed.IsArray()) return out;
    out.emplace();
    for (const auto& id : parsed.GetArray()) out->emplace_back(json::text(id));
    return out;
  }

  // What the caller is shown of a person, as people.read answers it; see record.h. Never inside a
  // transaction, like the two below.
  Result<std::string> person(std::string_view person) {
    if (!services_.record) return missing_service(AKSIS_RECORD_1);
    return asked("people.read", person, services_.record->person);
  }
  // Who accompanies them, as relations.list answers it.
  Result<std::string> relations(std::string_view person) {
    if (!services_.record) return missing_service(AKSIS_RECORD_1);
    return asked("relations.list", person, services_.record->relations);
  }
  // The organisation the caller acts for, as JSON; "null" for none.
  Result<std::string> organisation() {
    if (!services_.record) return missing_service(AKSIS_RECORD_1);
    glue::Collected answer;
    const auto status = services_.record->organisation(raw_, &glue::Collected::sink, &answer);
    if (status == AKSIS_OK && !answer.failed) return std::move(answer.text);
    return problem(status, "the organisation of the caller", "");
  }

  aksis_call* raw() { return raw_; }

 private:
  template <typename Function>
  Result<std::string> asked(std::string_view operation, std::string_view person,
                            Function function) {
    glue::Collected answer;
    const auto status = function(raw_, borrow(person), &glue::Collected::sink, &answer);
    if (status == AKSIS_OK && !answer.failed) return std::move(answer.text);
    return problem(status, operation, answer.text);
  }
  static Error problem(aksis_status status, std::string_view operation, std::string_view json) {
    auto error = to_error(status == AKSIS_OK ? AKSIS_INTERNAL : status,
                          std::string(operation) + " failed without saying why");
    const auto parsed = json::parse(json);
    if (!parsed.ok()) return error;
    if (const auto detail = json::text(*parsed, "detail"); !detail.empty()) error.message = detail;
    if (const auto* errors = json::member(*parsed, "errors"); errors && errors->IsArray())
      for (const auto& one : errors->GetArray())
        error.details.push_back(
            {std::string(json::text(one, "pointer")), std::string(json::text(one, "message"))});
    return error;
  }

  const Services& services_;
  aksis_call* raw_;
  std::optional<json::Document> input_;
};

}  // namespace aksis
