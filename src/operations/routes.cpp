#include "operations/routes.hpp"

#include <fmt/format.h>

#include "operations/percent.hpp"

namespace aksis::operations {
namespace {

constexpr size_t kSegmentsMax = 32;

// "/a/b" as {"a", "b"}; empty when the path does not start with '/' or has an empty segment.
std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty() && segments.size() <= kSegmentsMax) {
    if (path.front() != '/') return {};
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    if (segment.empty()) return {};
    segments.push_back(segment);
    path.remove_prefix(segment.size());
  }
  if (segments.size() > kSegmentsMax) return {};
  return segments;
}

bool is_capture(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

Error no_such_path(std::string_view path) {
  return {
      Code::not_found, fmt::format("nothing is at {}; openapi.json lists every path", path), {}};
}

}  // namespace

std::vector<std::string> path_names(std::string_view path) {
  std::vector<std::string> out;
  for (const auto segment : split(path))
    if (is_capture(segment)) out.emplace_back(segment.substr(1, segment.size() - 2));
  return out;
}

Status Registry::Routes::add(const Operation& operation) {
  const auto segments = split(operation.path);
  if (segments.empty())
    return invalid(
        fmt::format("operation {}: the path '{}' must start with '/' and have no empty "
                    "segment",
                    operation.id, operation.path));
  Node* node = &root_;
  for (const auto segment : segments) {
    if (is_capture(segment)) {
      if (!node->capture) node->capture = std::make_unique<Node>();
      node = node->capture.get();
      continue;
    }
    if (segment.find_first_of("{}%?#") != std::string_view::npos)
      return invalid(
          fmt::format("operation {}: '{}' in its path is neither a {{name}} nor plain "
                      "text",
                      operation.id, segment));
    auto& child = node->literals[std::string(segment)];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  const auto [entry, fresh] = node->methods.emplace(operation.method, &operation);
  if (!fresh)
    return invalid(fmt::format("operation {}: {} {} belongs to operation {} already", operation.id,
                               operation.method, operation.path, entry->second->id));
  return {};
}

// Plain text goes before {name}; when it leads nowhere, {name} gets its chance.
const Registry::Routes::Node* Registry::Routes::find(const Node& node, const Values& segments,
                                                     size_t at, Values& captured) {
  if (at == segments.size()) return node.methods.empty() ? nullptr : &node;
  if (const auto literal = node.literals.find(segments[at]); literal != node.literals.end())
    if (const auto* found = find(*literal->second, segments, at + 1, captured)) return found;
  if (!node.capture) return nullptr;
  captured.push_back(segments[at]);
  if (const auto* found = find(*node.capture, segments, at + 1, captured)) return found;
  captured.pop_back();
  return nullptr;
}

Result<RouteMatch> Registry::Routes::match(std::string_view method, std::string_view path) const {
  Values segments, captured;
  for (const auto segment : split(path)) {
    AKSIS_ASSIGN(decoded, percent_decode(segment, Plus::plain));
    segments.push_back(std::move(decoded));
  }
  const auto* node = segments.empty() ? nullptr : find(root_, segments, 0, captured);
  if (!node) return no_such_path(path);
  const auto entry = node->methods.find(method);
  if (entry == node->methods.end()) {
    std::string allowed;
    for (const auto& [name, operation] : node->methods)
      allowed += (allowed.empty() ? "" : ", ") + name;
    return Error{Code::unsupported,
                 fmt::format("{} does not take {}; it takes {}", path, method, allowed),
                 {{"", allowed}}};
  }
  RouteMatch match{entry->second, {}};
  const auto wanted = path_names(match.operation->path);
  for (size_t i = 0; i < wanted.size(); ++i)
    match.path_values.emplace_back(wanted[i], std::move(captured[i]));
  return match;
}

}  // namespace aksis::operations
