// Finds the operation of a method and path: a trie of path segments. Private to this folder.
// Filled by one thread, then read by any.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"

namespace aksis::operations {

// The {names} of a path, in order.
std::vector<std::string> path_names(std::string_view path);

struct Registry::Routes {
 public:
  // Refuses a path that does not start with '/', has an empty or half-written {name} segment, or is
  // taken for that method.
  Status add(const Operation& operation);
  Result<RouteMatch> match(std::string_view method, std::string_view path) const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> capture;
    std::map<std::string, const Operation*, std::less<>> methods;
  };
  using Values = std::vector<std::string>;

  static const Node* find(const Node& node, const Values& segments, size_t at, Values& captured);

  Node root_;
};

}  // namespace aksis::operations
