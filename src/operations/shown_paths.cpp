#include "operations/shown_paths.hpp"

#include <algorithm>

#include "operations/schema_node.hpp"

namespace aksis::operations {
namespace {

bool node_reaches(const Schema::Node& node, std::string_view path);

bool any_reaches(const std::vector<Schema::Node::Owned>& nodes, std::string_view path) {
  return std::any_of(nodes.begin(), nodes.end(),
                     [&](const auto& node) { return node_reaches(*node, path); });
}

bool member_reaches(const Schema::Node& node, std::string_view path) {
  const auto head = path.substr(0, path.find('.'));
  const auto* member = node.property(head);
  if (!member) member = node.additional.get();
  if (!member) return node.properties.empty() && node.unknown == Schema::Unknown::allowed;
  return head.size() == path.size() || node_reaches(*member, path.substr(head.size() + 1));
}

bool node_reaches(const Schema::Node& node, std::string_view path) {
  const bool alternatives = !node.one_of.empty() || !node.any_of.empty();
  if (any_reaches(node.one_of, path) || any_reaches(node.any_of, path)) return true;
  if (node.items && node_reaches(*node.items, path)) return true;
  if (!node.items && node.types & kArray) return true;
  const bool describes = node.items || alternatives;
  const bool object =
      node.types & kObject || (!node.types && !describes) || !node.properties.empty();
  return object && !node.has_allowed && member_reaches(node, path);
}

}  // namespace

bool reaches(const Schema& schema, std::string_view path) {
  return node_reaches(schema.root(), path);
}

}  // namespace aksis::operations
