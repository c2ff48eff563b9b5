// Gives the worker's hash tables the containers of the C++ library. The worker uses only what both
// have in common, and none of the calls that are ankerl's own (values, extract, replace).
#ifndef OPENSTUDIO_ANKERL_UNORDERED_DENSE_H
#define OPENSTUDIO_ANKERL_UNORDERED_DENSE_H

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<typename Key>
	using hash = std::hash<Key>;

	template<typename Key, typename Value, typename Hash = std::hash<Key>>
	using map = std::unordered_map<Key, Value, Hash>;

	template<typename Key, typename Hash = std::hash<Key>>
	using set = std::unordered_set<Key, Hash>;
} // namespace ankerl::unordered_dense

#endif
