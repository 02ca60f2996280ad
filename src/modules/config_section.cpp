#include "modules/config_section.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aksis::modules {
namespace {

constexpr std::string_view kNoSettings = R"({"type":"object","properties":{}})";

void collect_addresses(const json::Value& value, std::vector<std::string>& out) {
  if (value.IsString()) {
    const auto text = json::text(value);
    if (text.starts_with("https://") || text.starts_with("http://")) out.emplace_back(text);
  } else if (value.IsArray()) {
    for (const auto& one : value.GetArray()) collect_addresses(one, out);
  } else if (value.IsObject()) {
    for (const auto& one : value.GetObject()) collect_addresses(one.value, out);
  }
}

bool begins_with(std::string_view address, std::string_view allowed) {
  if (!address.starts_with(allowed)) return false;
  const bool whole_host = allowed.find('/', allowed.find("//") + 2) != allowed.npos;
  if (address.size() == allowed.size() || (allowed.back() == '/' && whole_host)) return true;
  const char next = address[allowed.size()];
  return next == '/' || next == '?' || next == '#';
}

}  // namespace

Status ConfigSection::set(const std::string& module, const std::string& schema_json,
                          const std::string& section_json) {
  AKSIS_ASSIGN(schema, operations::Schema::compile(schema_json.empty() ? kNoSettings : schema_json,
                                                   operations::Schema::Unknown::refused));
  AKSIS_ASSIGN(section, json::parse(section_json));
  auto problems = schema.check(section);
  if (!problems.empty()) {
    std::string message = fmt::format("the configuration of the module {} is wrong", module);
    for (const auto& problem : problems)
      message += fmt::format("; [modules.{}] {}: {}", module, problem.pointer, problem.message);
    return Error{Code::invalid, std::move(message), std::move(problems)};
  }
  schema.fill_defaults(section);
  std::vector<std::string> addresses;
  collect_addresses(section, addresses);
  auto text = std::make_shared<const std::string>(json::dump(section));
  const std::scoped_lock lock(mutex_);
  text_ = std::move(text);
  addresses_ = std::move(addresses);
  return {};
}

std::shared_ptr<const std::string> ConfigSection::text() const {
  const std::scoped_lock lock(mutex_);
  return text_;
}

bool ConfigSection::allows(std::string_view address) const {
  // "https://allowed.fr/../" and "https://allowed.fr@elsewhere" are answered elsewhere.
  if (address.find("..") != address.npos || address.find('@') != address.npos) return false;
  const std::scoped_lock lock(mutex_);
  return std::any_of(addresses_.begin(), addresses_.end(),
                     [&](const std::string& allowed) { return begins_with(address, allowed); });
}

}  // namespace aksis::modules
