/** UUID version 5 of a URL: the same name always gives the same identifier (RFC 9562, 5.5). */
export declare function uuid5(url: string): string;
